"""Where the made-up companies are: countries, regions, cities, postal codes, telephone numbers, streets.

The places are real, the rest is not. Telephone numbers come from ranges that the countries keep free for films and
books (North America 555-01xx; Ofcom, Bundesnetzagentur, ARCEP, ACMA, PTS and ComReg publish theirs); for the others the
national number begins with ``00``, which no real one does.
"""

from __future__ import annotations

from leaddesk.sandbox.places import Country

_NORTH_AMERICAN = ("({a}) 555-01##", "+1 {a}-555-01##", "{a}.555.01##", "+1 ({a}) 555-01## ext. ##")
_US_PHONES = tuple(form.format(a=area) for area in (212, 312, 415, 512, 617, 713, 206, 305) for form in _NORTH_AMERICAN)
_CA_PHONES = tuple(form.format(a=area) for area in (416, 604, 514, 403) for form in _NORTH_AMERICAN)
_EN_STREETS = (
    "{n} Oak Street", "{n} Mill Road", "{n} Harbour Way", "{n} Orchard Lane", "{n} Foundry Street, Suite 4",
    "Unit {n}, Kingfisher Park", "{n} Station Road", "The Old Brewery\n{n} Water Lane", "{n} N. Canal St. #210",
)  # fmt: skip
_DE_STREETS = ("Lindenstraße {n}", "Am Alten Hafen {n}", "Gärtnerweg {n}a", "Straße des Handwerks {n}", "Mühlgasse {n}")
_FR_STREETS = (
    "{n}, rue des Tilleuls",
    "{n} bis, avenue de l'Écluse",
    "{n}, quai du Moulin",
    "{n}, place de la Fontaine",
)
_ES_STREETS = (
    "Calle del Olivo {n}",
    "Avenida de la Ribera {n}, 2º B",
    "Plaza del Molino, {n}",
    "Camino Viejo s/n, nave {n}",
)
_PT_STREETS = (
    "Rua das Oliveiras, {n}",
    "Avenida do Cais, {n} - 3º Dto.",
    "Travessa da Fonte, {n}",
    "Largo do Moinho, {n}",
)
_IT_STREETS = ("Via dei Tigli, {n}", "Corso del Porto, {n}/B", "Piazza della Fontana, {n}")
_NORDIC_STREETS = ("Lindevej {n}", "Hamngatan {n}", "Sjøgata {n} B", "Kvarngränd {n}", "Møllestræde {n}, st. tv.")
_PLAIN_STREETS = (
    "{n} Garden Road",
    "Building {n}, Market Street",
    "{n}/2 River Lane",
    "Plot {n}, Industrial Area Phase II",
)

COUNTRIES: tuple[Country, ...] = (
    Country(
        "United States", 380, "en 56 es 11 in 6 zh 6 de 4 ir 4 vi 2 it 3 ko 2 he 1 ar 1 fr 1 pl 1 ng 1 pt 1",
        ("Inc.", "LLC", "Corp.", "Co.", "L.P.", "Incorporated", ", Inc.", "Group", "Holdings, LLC", "PLLC"),
        _US_PHONES, _EN_STREETS,
        "California: Los Angeles=900##, San Francisco=941##, San Diego=921##, San Jose=951##, Sacramento=958##, "
        "Oakland=946##, Fresno=937##, Hayden=92###; New York: New York=100##, Brooklyn=112##, Buffalo=142##, "
        "Rochester=146##, Albany=122##; Texas: Austin=787##, Houston=770##, Dallas=752##, San Antonio=782##, El "
        "Paso=799##, Plano=750##; Massachusetts: Boston=021##, Cambridge=02139, Worcester=016##, Springfield=011##, "
        "Burlington=018##, Lowell=018##; New Jersey: Newark=071##, Jersey City=073##, Princeton=085##, "
        "Hoboken=07030; Connecticut: Hartford=061##, Stamford=069##, New Haven=065##; Rhode Island: "
        "Providence=029##, Newport=028##; New Hampshire: Manchester=031##, Portsmouth=038##; Vermont: "
        "Burlington=054##; Maine: Portland=041##, Bangor=044##; Illinois: Chicago=606##, Springfield=627##, "
        "Naperville=605##, Peoria=616##; Washington: Seattle=981##, Spokane=992##, Tacoma=984##, Bellevue=980##; "
        "Oregon: Portland=972##, Eugene=974##, Salem=973##; Colorado: Denver=802##, Boulder=803##, Colorado "
        "Springs=809##; Georgia: Atlanta=303##, Savannah=314##, Augusta=309##; Florida: Miami=331##, Tampa=336##, "
        "Orlando=328##, Jacksonville=322##; Pennsylvania: Philadelphia=191##, Pittsburgh=152##, Allentown=181##; "
        "Ohio: Columbus=432##, Cleveland=441##, Cincinnati=452##, Toledo=436##; Michigan: Detroit=482##, Ann "
        "Arbor=481##, Grand Rapids=495##; Minnesota: Minneapolis=554##, St. Paul=551##, Duluth=558##; North "
        "Carolina: Raleigh=276##, Charlotte=282##, Durham=277##, Asheville=288##; Virginia: Richmond=232##, "
        "Arlington=222##, Norfolk=235##; Maryland: Baltimore=212##, Bethesda=208##; District of Columbia: "
        "Washington=200##; Arizona: Phoenix=850##, Tucson=857##, Mesa=852##; Utah: Salt Lake City=841##, "
        "Provo=846##; Nevada: Las Vegas=891##, Reno=895##; Tennessee: Nashville=372##, Memphis=381##, "
        "Knoxville=379##; Missouri: St. Louis=631##, Kansas City=641##, Springfield=658##; Wisconsin: Madison=537##, "
        "Milwaukee=532##; Indiana: Indianapolis=462##, Bloomington=474##; Iowa: Des Moines=503##, Cedar "
        "Rapids=524##; Kansas: Wichita=672##; Nebraska: Omaha=681##, Lincoln=685##; Louisiana: New Orleans=701##, "
        "Baton Rouge=708##; Oklahoma: Tulsa=741##, Oklahoma City=731##; Kentucky: Louisville=402##, Lexington=405##; "
        "Alabama: Birmingham=352##, Mobile=366##; South Carolina: Charleston=294##, Columbia=292##; Idaho: "
        "Boise=837##; Montana: Billings=591##, Missoula=598##; New Mexico: Albuquerque=871##, Santa Fe=875##; "
        "Hawaii: Honolulu=968##; Alaska: Anchorage=995##; Puerto Rico: San Juan=009##; Delaware: Wilmington=198##; "
        "North Dakota: Fargo=581##",
    ),
    Country(
        "Canada", 55, "en 50 fr 22 in 8 zh 8 ir 3 vi 2 it 2 ru 2 ar 2 pl 1", ("Inc.", "Ltd.", "Corp.", "Ltée", "ULC"),
        _CA_PHONES, (*_EN_STREETS, *_FR_STREETS),
        "Ontario: Toronto=M5V #@#, Ottawa=K1P #@#, Hamilton=L8P #@#, Waterloo=N2L #@#, London=N6A #@#; Quebec: "
        "Montréal=H3B #@#, Québec=G1R #@#, Laval=H7N #@#, Gatineau=J8X #@#; British Columbia: Vancouver=V6B #@#, "
        "Victoria=V8W #@#, Kelowna=V1Y #@#; Alberta: Calgary=T2P #@#, Edmonton=T5J #@#; Manitoba: Winnipeg=R3C #@#; "
        "Nova Scotia: Halifax=B3J #@#; Saskatchewan: Regina=S4P #@#; Newfoundland and Labrador: St. John's=A1C #@#",
    ),
    Country(
        "United Kingdom", 90, "en 66 ir 6 in 9 pl 3 ar 3 ng 3 gr 1 zh 2 fr 2 it 2 de 1 tr 2", ("Ltd", "Limited",
        "PLC", "LLP", "CIC"),
        ("+44 20 7946 0###", "020 7946 0###", "0161 496 0###", "(0113) 496 0###", "+44 (0)131 496 0###",
        "07700 900###"),
        _EN_STREETS,
        "England: London=SW1A #@@, Manchester=M1 #@@, Birmingham=B2 #@@, Leeds=LS1 #@@, Bristol=BS1 #@@, "
        "Liverpool=L2 #@@, Cambridge=CB2 #@@, Oxford=OX1 #@@, Sheffield=S1 #@@, Newcastle upon Tyne=NE1 #@@, "
        "Nottingham=NG1 #@@, Brighton=BN1 #@@, York=YO1 #@@, Stoke-on-Trent=ST4 #@@, King's Lynn=PE30 #@@; Scotland: "
        "Edinburgh=EH1 #@@, Glasgow=G2 #@@, Aberdeen=AB10 #@@, Dundee=DD1 #@@; Wales: Cardiff=CF10 #@@, Swansea=SA1 "
        "#@@, Llanfairpwll=LL61 #@@; Northern Ireland: Belfast=BT1 #@@, Derry=BT48 #@@",
    ),
    Country(
        "Ireland", 16, "ir 78 en 10 pl 6 pt 3 in 3", ("Ltd", "DAC", "Teoranta", "plc"), ("020 91# ####",
        "+353 20 91# ####"),
        _EN_STREETS,
        "Leinster: Dublin=D02 @@##, Dún Laoghaire=A96 @@##, Kilkenny=R95 @@##; Munster: Cork=T12 @@##, Limerick=V94 "
        "@@##; Connacht: Galway=H91 @@##, Sligo=F91 @@##",
    ),
    Country(
        "Germany", 80, "de 74 tr 9 pl 5 ru 3 ar 2 it 2 gr 1 vi 1 en 1 fr 1 es 1",
        ("GmbH", "AG", "GmbH & Co. KG", "e.K.", "UG (haftungsbeschränkt)", "KG", "SE", "gGmbH", "eG"),
        ("+49 30 23125 ###", "030/23125-###", "+49 (0)40 66969-###", "089 99998 ###", "(0221) 4710-###",
        "0171 39200##"),
        _DE_STREETS,
        "Berlin: Berlin=10###; Hamburg: Hamburg=20###; Bayern: München=80###, Nürnberg=90###, Würzburg=970##, "
        "Augsburg=861##; Nordrhein-Westfalen: Köln=50###, Düsseldorf=40###, Münster=481##, Bielefeld=336##, "
        "Essen=451##; Hessen: Frankfurt am Main=60###, Kassel=341##, Gießen=353##; Baden-Württemberg: "
        "Stuttgart=70###, Freiburg im Breisgau=791##, Tübingen=720##; Sachsen: Leipzig=04###, Dresden=01###, "
        "Görlitz=028##; Thüringen: Jena=077##, Erfurt=990##; Niedersachsen: Hannover=30###, Göttingen=370##; Bremen: "
        "Bremen=28###; Schleswig-Holstein: Lübeck=235##",
    ),
    Country(
        "Austria", 12, "de 82 tr 5 hu 4 cs 3 ru 3 ro 3", ("GmbH", "AG", "OG", "GesmbH"), ("+43 00 555 01##",),
        _DE_STREETS,
        "Wien: Wien=10#0; Tirol: Innsbruck=60#0; Salzburg: Salzburg=50#0; Steiermark: Graz=80#0; Oberösterreich: "
        "Linz=40#0",
    ),
    Country(
        "Switzerland", 16, "de 52 fr 22 it 14 tr 4 pt 4 ar 2 en 2", ("AG", "GmbH", "SA", "Sàrl", "Sagl"),
        ("+41 00 555 01 ##",),
        (*_DE_STREETS, *_FR_STREETS),
        "Zürich: Zürich=80##, Winterthur=84##; Genève: Genève=12##; Vaud: Lausanne=10##; Bern: Bern=30##, "
        "Biel/Bienne=250#; Basel-Stadt: Basel=40##; Ticino: Lugano=69##; Graubünden: Chur=70##",
    ),
    Country(
        "France", 52, "fr 80 ar 9 pt 4 vi 2 pl 2 it 2 he 1", ("SARL", "SA", "SAS", "SASU", "& Fils", "SCOP", "EURL"),
        ("+33 1 99 00 ## ##", "01 99 00 ## ##", "02.61.91.##.##", "04 65 71 ## ##", "+33 (0)6 39 98 ## ##"),
        _FR_STREETS,
        "Île-de-France: Paris=750##, Saint-Denis=932##, Versailles=780##; Auvergne-Rhône-Alpes: Lyon=690##, "
        "Grenoble=380##, Bourg-en-Bresse=010##; Provence-Alpes-Côte d'Azur: Marseille=130##, Nice=060##, "
        "L'Isle-sur-la-Sorgue=848##; Occitanie: Toulouse=310##, Montpellier=340##; Nouvelle-Aquitaine: "
        "Bordeaux=330##; Hauts-de-France: Lille=590##, Laon=020##; Bretagne: Rennes=350##, Brest=292##; Grand Est: "
        "Strasbourg=670##, Reims=511##",
    ),
    Country(
        "Belgium", 12, "nl 50 fr 40 ar 5 tr 3 it 2", ("NV", "SA", "BV", "SRL", "VZW"), ("+32 00 555 01 ##",),
        (*_FR_STREETS,),
        "Brussels-Capital: Brussels=10#0; Flanders: Antwerp=20##, Ghent=90##, Leuven=30##; Wallonia: Liège=40##, "
        "Namur=50##",
    ),
    Country(
        "Netherlands", 24, "nl 80 tr 6 ar 6 id 4 de 2 pl 2", ("B.V.", "N.V.", "V.O.F.", "Coöperatie U.A."),
        ("+31 00 555 01##",),
        ("Keizersgracht {n}", "Molenweg {n}-II", "'s-Gravelandseweg {n}", "Lindelaan {n}"),
        "Noord-Holland: Amsterdam=10## @@, Haarlem=20## @@; Zuid-Holland: Rotterdam=30## @@, 's-Gravenhage=25## @@, "
        "Leiden=23## @@; Utrecht: Utrecht=35## @@; Noord-Brabant: Eindhoven=56## @@, 's-Hertogenbosch=52## @@; "
        "Groningen: Groningen=97## @@",
    ),
    Country(
        "Luxembourg", 3, "fr 50 de 30 pt 20", ("S.à r.l.", "S.A."), ("+352 00 55 01 ##",), _FR_STREETS,
        ": Luxembourg=L-1###, Esch-sur-Alzette=L-4###",
    ),
    Country(
        "Spain", 24, "es 92 ar 3 ro 3 en 2", ("S.L.", "S.A.", "S.L.U.", "Sdad. Coop."), ("+34 00 555 01 ##",),
        _ES_STREETS,
        "Madrid: Madrid=280##, Alcalá de Henares=288##; Cataluña: Barcelona=080##, Girona=170##, L'Hospitalet=089##; "
        "Andalucía: Sevilla=410##, Málaga=290##, Cádiz=110##; Valencia: Valencia=460##; País Vasco: Bilbao=480##, "
        "Donostia-San Sebastián=200##; Galicia: A Coruña=150##; Álava: Vitoria-Gasteiz=010##",
    ),
    Country(
        "Portugal", 10, "pt 96 en 2 ru 2", ("Lda.", "S.A.", "Unipessoal Lda."), ("+351 00 555 01##",), _PT_STREETS,
        "Lisboa: Lisboa=1000-###, Sintra=2710-###; Porto: Porto=4000-###; Coimbra: Coimbra=3000-###; Açores: Ponta "
        "Delgada=9500-###",
    ),
    Country(
        "Italy", 26, "it 93 ar 3 ro 3 zh 1", ("S.r.l.", "S.p.A.", "S.n.c.", "& Figli S.a.s."), ("+39 00 555 01##",),
        _IT_STREETS,
        "Lombardia: Milano=201##, Bergamo=241##; Lazio: Roma=001##, Viterbo=01100; Piemonte: Torino=101##; Toscana: "
        "Firenze=501##; Veneto: Venezia=301##, Verona=371##; Campania: Napoli=801##; Sicilia: Palermo=901##; "
        "Sardegna: Cagliari=091##; Valle d'Aosta: Aosta=11100; Puglia: Bari=701##",
    ),
    Country(
        "Greece", 5, "gr 96 en 4", ("S.A.", "A.E.", "E.P.E."), ("+30 00 555 01##",), _PLAIN_STREETS,
        "Attica: Athens=105 ##, Piraeus=185 ##; Macedonia: Thessaloniki=546 ##; Crete: Heraklion=712 ##",
    ),
    Country(
        "Denmark", 12, "nordic 90 tr 3 ar 3 de 2 pl 2", ("A/S", "ApS", "I/S"), ("+45 00 55 01 ##",), _NORDIC_STREETS,
        "Hovedstaden: København=#### K, Frederiksberg=20##; Midtjylland: Aarhus=80##; Syddanmark: Odense=50##; "
        "Sjælland: Køge=46##",
    ),
    Country(
        "Sweden", 16, "nordic 84 fi 4 ar 5 tr 2 pl 3 vi 2", ("AB", "HB", "AB (publ)", "ek. för."),
        ("08-465 004 ##", "+46 31 390 06 ##", "040-628 04 ##", "070-174 06 1#"), _NORDIC_STREETS,
        "Stockholm: Stockholm=111 ##, Södertälje=151 ##; Västra Götaland: Göteborg=411 ##, Borås=503 ##; Skåne: "
        "Malmö=211 ##, Lund=222 ##; Uppsala: Uppsala=753 ##; Norrbotten: Luleå=972 ##; Örebro: Örebro=702 ##",
    ),
    Country(
        "Norway", 10, "nordic 92 pl 4 vi 2 in 2", ("AS", "ASA", "ANS"), ("+47 00 55 01 ##",), _NORDIC_STREETS,
        "Oslo: Oslo=01##; Vestland: Bergen=50##; Trøndelag: Trondheim=70##; Rogaland: Stavanger=40##; Troms: "
        "Tromsø=90##",
    ),
    Country(
        "Finland", 8, "fi 82 nordic 14 ru 4", ("Oy", "Oyj", "Ky", "Oy Ab"), ("+358 00 555 01##",), ("Lehmustie {n}",
        "Satamakatu {n} A 5"),
        "Uusimaa: Helsinki=001##, Espoo=021##, Järvenpää=044##; Pirkanmaa: Tampere=331##; Varsinais-Suomi: "
        "Turku=201##",
    ),
    Country(
        "Iceland", 3, "is 50 is_f 50", ("ehf.", "hf."), ("+354 00 5501",), ("Lindargata {n}", "Hafnarbraut {n}"),
        ": Reykjavík=1##, Akureyri=60#, Hafnarfjörður=22#",
    ),
    Country(
        "Poland", 20, "pl 96 ru 2 ru_f 2", ("Sp. z o.o.", "S.A.", "Sp.j.", "P.P.H.U."), ("+48 00 555 01 ##",),
        ("ul. Lipowa {n}", "al. Rzeczna {n}/12", "pl. Młyński {n}"),
        "Mazowieckie: Warszawa=00-###, Radom=26-6##; Małopolskie: Kraków=30-###; Dolnośląskie: Wrocław=50-###; "
        "Wielkopolskie: Poznań=60-###; Pomorskie: Gdańsk=80-###, Gdynia=81-###; Łódzkie: Łódź=90-###; Śląskie: "
        "Częstochowa=42-2##",
    ),
    Country(
        "Czechia", 9, "cs 50 cs_f 46 vi 4", ("s.r.o.", "a.s.", "v.o.s."), ("+420 00 555 01##",), ("Lipová {n}/7",
        "Nábřežní {n}"),
        "Praha: Praha=110 ##; Jihomoravský kraj: Brno=602 ##; Plzeňský kraj: Plzeň=301 ##; Moravskoslezský kraj: "
        "Ostrava=702 ##",
    ),
    Country(
        "Hungary", 6, "hu 98 de 2", ("Kft.", "Zrt.", "Bt.", "Nyrt."), ("+36 00 555 01##",), ("Hársfa utca {n}.",
        "Rakpart {n}. II/3."),
        "Budapest: Budapest=10##; Győr-Moson-Sopron: Győr=902#; Csongrád-Csanád: Szeged=672#; Pest: Gödöllő=21##",
    ),
    Country(
        "Romania", 7, "ro 92 hu 8", ("S.R.L.", "S.A.", "P.F.A."), ("+40 00 555 01##",), ("Strada Teilor nr. {n}",
        "Bd. Morii {n}, et. 2"),
        "București: București=01####; Cluj: Cluj-Napoca=400###; Timiș: Timișoara=300###; Iași: Iași=700###; Brașov: "
        "Brașov=500###",
    ),
    Country(
        "Ukraine", 6, "ru 50 ru_f 48 pl 2", ("TOV", "LLC", "PrAT"), ("+380 00 555 01##",), ("Lypova St, {n}",
        "Naberezhna St, {n}, office 7"),
        "Kyiv: Kyiv=01###; Lviv Oblast: Lviv=79###; Odesa Oblast: Odesa=65###; Kharkiv Oblast: Kharkiv=61###",
    ),
    Country(
        "Turkey", 16, "tr 94 ar 4 gr 1 he 1", ("A.Ş.", "Ltd. Şti.", "San. ve Tic. A.Ş.", "Holding"),
        ("+90 00 555 01 ##",),
        ("Çınar Sokak No: {n}", "Değirmen Caddesi {n}/5", "İskele Mah. 12. Sk. No {n}"),
        "İstanbul: İstanbul=34###, Kadıköy=347##; Ankara: Ankara=06###; İzmir: İzmir=35###; Bursa: Bursa=16###; "
        "Adana: Adana=01###; Muğla: Muğla=48###; Şanlıurfa: Şanlıurfa=63###",
    ),
    Country(
        "Israel", 10, "he 76 ar 12 ru 6 ru_f 6", ("Ltd.", "בע״מ"), ("+972 00 555 01##",), _PLAIN_STREETS,
        ": Tel Aviv-Yafo=6######, Jerusalem=9######, Haifa=3######, Herzliya=46#####, Be'er Sheva=84#####",
    ),
    Country(
        "United Arab Emirates", 10, "ar 46 in 34 en 10 ph 10", ("LLC", "FZE", "FZ-LLC", "PJSC"),
        ("+971 00 555 01##",), _PLAIN_STREETS,
        "Dubai: Dubai=; Abu Dhabi: Abu Dhabi=, Al Ain=; Sharjah: Sharjah=; Ras al-Khaimah: Ras al-Khaimah=",
    ),
    Country(
        "Saudi Arabia", 7, "ar 86 in 8 ph 6", ("LLC", "Co. Ltd.", "Est."), ("+966 00 555 01##",), _PLAIN_STREETS,
        "Riyadh: Riyadh=11###; Makkah: Jeddah=21###; Eastern Province: Dammam=31###",
    ),
    Country(
        "Egypt", 6, "ar 100", ("S.A.E.", "LLC"), ("+20 00 555 01##",), _PLAIN_STREETS,
        "Cairo: Cairo=11###; Alexandria: Alexandria=21###; Giza: Giza=12###",
    ),
    Country(
        "Nigeria", 7, "ng 100", ("Ltd", "Plc", "Nig. Ltd"), ("+234 00 555 01##",), _PLAIN_STREETS,
        "Lagos: Lagos=10####, Ikeja=10####; FCT: Abuja=90####; Rivers: Port Harcourt=50####; Oyo: Ibadan=20####",
    ),
    Country(
        "Kenya", 5, "ke 92 in 8", ("Ltd", "PLC"), ("+254 00 555 01##",), _PLAIN_STREETS,
        "Nairobi County: Nairobi=00###; Mombasa County: Mombasa=80###; Kisumu County: Kisumu=40###",
    ),
    Country(
        "South Africa", 9, "af 40 en 30 ng 10 ke 5 in 15", ("(Pty) Ltd", "Ltd", "CC"), ("+27 00 555 01##",),
        _EN_STREETS,
        "Gauteng: Johannesburg=20##, Pretoria=00##; Western Cape: Cape Town=80##, Stellenbosch=76##; KwaZulu-Natal: "
        "Durban=40##",
    ),
    Country(
        "India", 52, "in 66 ta 34", ("Pvt. Ltd.", "Private Limited", "Ltd.", "LLP", "& Sons"), ("+91 00 5550 01##",),
        _PLAIN_STREETS,
        "Karnataka: Bengaluru=5600##, Mysuru=5700##; Maharashtra: Mumbai=4000##, Pune=4110##, Nagpur=4400##; Delhi: "
        "New Delhi=1100##; Tamil Nadu: Chennai=6000##, Coimbatore=6410##; Telangana: Hyderabad=5000##; Gujarat: "
        "Ahmedabad=3800##, Surat=3950##; West Bengal: Kolkata=7000##; Kerala: Kochi=6820##, "
        "Thiruvananthapuram=6950##; Rajasthan: Jaipur=3020##",
    ),
    Country(
        "China", 26, "zh 100", ("Co., Ltd.", "Technology Co., Ltd.", "Group", "有限公司"), ("+86 00 5550 01##",),
        _PLAIN_STREETS,
        "Beijing: Beijing=1000##; Shanghai: Shanghai=2000##; Guangdong: Guangzhou=5100##, Shenzhen=5180##; Zhejiang: "
        "Hangzhou=3100##; Sichuan: Chengdu=6100##; Jiangsu: Nanjing=2100##, Suzhou=2150##; Hubei: Wuhan=4300##; "
        "Inner Mongolia: Hohhot=0100##",
    ),
    Country(
        "Hong Kong", 7, "zh 84 en 10 in 6", ("Limited", "Co. Ltd."), ("+852 0055 01##",), _PLAIN_STREETS,
        ": Hong Kong=, Kowloon=, Tsuen Wan=",
    ),
    Country(
        "Japan", 26, "ja 98 ko 2", ("Co., Ltd.", "K.K.", "G.K.", "株式会社"), ("+81 00-5550-01##",),
        ("2-{n}-7 Sakuramachi", "1-{n} Minato-dori"),
        "Tokyo: Tokyo=100-00##, Shibuya=150-00##; Osaka: Osaka=530-00##; Kyoto: Kyoto=600-80##; Hokkaido: "
        "Sapporo=060-00##; Aichi: Nagoya=450-00##; Fukuoka: Fukuoka=810-00##; Akita: Akita=010-00##",
    ),
    Country(
        "South Korea", 12, "ko 100", ("Co., Ltd.", "Inc.", "주식회사"), ("+82 00-555-01##",), _PLAIN_STREETS,
        "Seoul: Seoul=04###; Busan: Busan=48###; Gyeonggi: Seongnam=13###, Suwon=16###; Incheon: Incheon=21###",
    ),
    Country(
        "Vietnam", 10, "vi 100", ("JSC", "Co., Ltd", "TNHH"), ("+84 00 555 01##",), ("{n} Đường Bến Cảng",
        "Số {n}, Ngõ 8, Phố Hàng Tre"),
        "Hà Nội: Hà Nội=10####; Hồ Chí Minh: Thành phố Hồ Chí Minh=70####; Đà Nẵng: Đà Nẵng=55####; Cần Thơ: Cần "
        "Thơ=90####",
    ),
    Country(
        "Thailand", 6, "th 96 zh 4", ("Co., Ltd.", "Public Co., Ltd."), ("+66 00 555 01##",), _PLAIN_STREETS,
        "Bangkok: Bangkok=10###; Chiang Mai: Chiang Mai=50###; Phuket: Phuket=83###",
    ),
    Country(
        "Singapore", 10, "zh 66 in 16 id 10 en 8", ("Pte. Ltd.", "Pte Ltd", "LLP"), ("+65 0055 01##",), _PLAIN_STREETS,
        ": Singapore=0#####",
    ),
    Country(
        "Indonesia", 9, "id 94 zh 6", ("Tbk", "PT", "CV"), ("+62 00 555 01##",), ("Jl. Pelabuhan No. {n}",
        "Jl. Kenanga {n} RT 03/RW 05"),
        "Jakarta: Jakarta=10###; Jawa Timur: Surabaya=60###; Bali: Denpasar=80###; Jawa Barat: Bandung=40###",
    ),
    Country(
        "Philippines", 8, "ph 100", ("Inc.", "Corp.", "OPC"), ("+63 00 555 01##",), _PLAIN_STREETS,
        "Metro Manila: Makati=12##, Quezon City=11##, Taguig=16##; Cebu: Cebu City=60##; Davao del Sur: Davao "
        "City=80##",
    ),
    Country(
        "Australia", 28, "en 68 ir 6 zh 8 in 6 gr 4 it 4 vi 4", ("Pty Ltd", "Ltd", "Pty. Limited"),
        ("(02) 5550 ####", "+61 3 7010 ####", "07 5550 ####", "(08) 7010 ####", "0491 570 156"), _EN_STREETS,
        "New South Wales: Sydney=20##, Newcastle=23##, Wagga Wagga=26##; Victoria: Melbourne=30##, Geelong=32##; "
        "Queensland: Brisbane=40##, Cairns=48##; Western Australia: Perth=60##; South Australia: Adelaide=50##; "
        "Tasmania: Hobart=70##; Northern Territory: Darwin=08##; Australian Capital Territory: Canberra=26##",
    ),
    Country(
        "New Zealand", 7, "en 78 ir 6 in 8 zh 8", ("Limited", "Ltd"), ("+64 00 555 01##",), _EN_STREETS,
        "Auckland: Auckland=10##; Wellington: Wellington=60##; Canterbury: Christchurch=80##; Northland: "
        "Whangārei=01##",
    ),
    Country(
        "Brazil", 26, "pt 84 it 8 ja 4 ar 2 de 2", ("Ltda.", "S.A.", "ME", "EIRELI"), ("+55 00 5550-01##",),
        _PT_STREETS,
        "São Paulo: São Paulo=01###-###, Campinas=13###-###, Santos=11###-###; Rio de Janeiro: Rio de "
        "Janeiro=20###-###, Niterói=24###-###; Minas Gerais: Belo Horizonte=30###-###, Uberlândia=38###-###; Paraná: "
        "Curitiba=80###-###; Bahia: Salvador=40###-###; Rio Grande do Sul: Porto Alegre=90###-###; Ceará: "
        "Fortaleza=60###-###",
    ),
    Country(
        "Mexico", 16, "es 98 de 2", ("S.A. de C.V.", "S. de R.L.", "S.A.P.I."), ("+52 00 555 01##",), _ES_STREETS,
        "Ciudad de México: Ciudad de México=06###, Coyoacán=04###; Jalisco: Guadalajara=44###; Nuevo León: "
        "Monterrey=64###; Yucatán: Mérida=97###; Querétaro: Querétaro=76###; Baja California: Tijuana=22###",
    ),
    Country(
        "Argentina", 8, "es 66 it 28 de 3 he 3", ("S.A.", "S.R.L."), ("+54 00 555-01##",), _ES_STREETS,
        "Buenos Aires: Buenos Aires=C1###@@@, La Plata=B19##@@@; Córdoba: Córdoba=X50##@@@; Mendoza: "
        "Mendoza=M55##@@@",
    ),
    Country(
        "Chile", 5, "es 92 de 4 it 4", ("SpA", "Ltda.", "S.A."), ("+56 00 555 01##",), _ES_STREETS,
        "Región Metropolitana: Santiago=83#####; Valparaíso: Valparaíso=23#####, Viña del Mar=25#####; Biobío: "
        "Concepción=40#####",
    ),
    Country(
        "Colombia", 6, "es 98 ar 2", ("S.A.S.", "Ltda."), ("+57 00 555 01##",), _ES_STREETS,
        "Bogotá: Bogotá=11####; Antioquia: Medellín=05####; Valle del Cauca: Cali=76####; Atlántico: "
        "Barranquilla=08####",
    ),
)  # fmt: skip

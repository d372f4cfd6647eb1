"""The languages that names come from.

The lists were written for this sandbox; whoever bears one of the combined names does so by chance. ``Latin=script``
gives a name in two scripts. Czech, Ukrainian and Icelandic women have a culture of their own because their family names
differ from the men's.
"""

from __future__ import annotations

from leaddesk.sandbox.names import Culture, Word


def _words(text: str) -> tuple[Word, ...]:
    """``text``: names divided by spaces; ``_`` stands for a space inside a name."""
    return tuple(
        Word(latin.replace("_", " "), script.replace("_", " ") or None)
        for latin, _, script in (entry.partition("=") for entry in text.split())
    )


CULTURES: dict[str, Culture] = {
    "en": Culture(
        _words(
            "Amelia Oliver Harriet George Megan Callum Florence Desmond Imogen Rupert Tamsin Wesley Paige Clifford "
            "Abigail Trevor Lindsay Howard Marcia Curtis Bethany Gareth Noreen Stanley Whitney Dexter Rosalind "
            "Bernard Phoebe Alastair Zoë Robert William Elizabeth Margaret Thomas Katherine Amira Noah Grace"
        ),
        _words(
            "Ashdown Barlow Carrow Dunmore Eastwick Fairley Gladwell Hartwell Ingham Jessop Kingsley Larkham Merrow "
            "Northcott Oakley Penhale Quill Ravenscroft Selwyn Thornbury Underhay Vane Whitlock Yardley Smith Johnson "
            "Brown Taylor Walker Wright Cooper Reed Parker Shaw Fletcher Mason Harper Brooks Featherstonehaugh "
            "Ng-Whitfield St._Clair"
        ),
        second_family=0.05, middle=("Anne", "James", "Louise", "Lee", "Marie", "Edward"), middle_name=0.1,
        initial=0.3,
    ),
    "ir": Culture(
        _words(
            "Aoife Ciarán Siobhán Seán Niamh Pádraig Róisín Diarmuid Gráinne Oisín Caoimhe Fionn Sorcha Cormac Bríd "
            "Tadhg Orlaith Eoghan Maeve Donal Sinéad Conor Áine Ronan"
        ),
        _words(
            "O'Brien O'Connor O'Neill O'Sullivan O’Dowd O'Malley Ó_Súilleabháin Ní_Dhomhnaill Mac_Giolla_Phádraig "
            "McCarthy MacDermott Byrne Kavanagh Gallagher Fitzgerald Nolan Quinn Brennan D'Arcy Mac_an_tSaoi Hennessy "
            "Breathnach O'Hagan"
        ),
        initial=0.1, second_family=0.03,
    ),
    "de": Culture(
        _words(
            "Jürgen Anneliese Björn Käthe Günther Ulrike Sören Heike Wolfgang Brigitte Jörg Sabine Matthias Renate "
            "Moritz Liesel Hans Greta Klaus Jonas Ingrid Lukas Franziska Tobias Hannelore Lothar Änne Rüdiger Elke "
            "Philipp Karoline Emil"
        ),
        _words(
            "Müller Schäfer Krüger Köhler Weiß Groß Schröder Böhm Jäger Vögele Hübner Strauß Zöllner Maaß Dörfler "
            "Kühn Bäcker Lindner Hartmann Vogel Brandt Sommer Winkler Zimmermann Ackermann Pfeiffer Rau Hoffmann "
            "Lehmann Kästner Süßmilch Wittgenstein-Ott Öztal Übelacker"
        ),
        second_given=0.1, second_family=0.06, particles=("von", "von der", "zu", "von und zu", "vom"), particle=0.04,
    ),
    "fr": Culture(
        _words(
            "Élodie Benoît François Hélène Gaël Aurélie Loïc Mélanie Jérôme Chloé Étienne Océane Rémi Zoé Thibault "
            "Solène Noël Clémence Anaïs Gaëtan Marguerite Luc Pierre Jean Marie Claude Sylvie Yves Maëlys Cédric"
        ),
        _words(
            "Lefèvre Béranger Dubois Garçon Léveillé Crémieux Fontaine Mercier Gauthier Chevalier Rousselet Périgord "
            "Château L'Hermitte D'Aubigné Desprès Tissot Moulin Baudouin Hébert Côté Tremblay Lacroix Œuvrard "
            "Nuñez-Martel Boulanger Vasseur"
        ),
        second_given=0.15, second_family=0.07, particles=("de", "de la", "du", "des", "Le", "La"), particle=0.07,
    ),
    "nl": Culture(
        _words(
            "Anouk Joost Fenna Maarten Liesbeth Wouter Sjoerd Femke Jeroen Marijke Daniël Noortje Pieter Geertje Ruud "
            "Zoë Bram Saskia Thijs Mieke Maaike Hendrik"
        ),
        _words(
            "Berg Vries Dijk Bosch Jong Meer Hoek Visser Smit Bakker Mulder Dekker IJzerman Kuipers Molenaar Veen "
            "Hooghiemstra Brouwer Kool Wal Heuvel Coster"
        ),
        second_family=0.05, particles=("van der", "van", "de", "van den", "'t", "ter", "van 't", "op de"),
        particle=0.45,
    ),
    "nordic": Culture(
        _words(
            "Bjørn Åsa Søren Sigrid Håkon Maja Öystein Linnéa Jørgen Freja Göran Ingeborg Åke Solveig Mikkel Astrid "
            "Ævar Kjersti Anders Britta Torbjörn Signe Rasmus Elin Nils Karin"
        ),
        _words(
            "Ødegård Lindqvist Sørensen Åkesson Bjørnstad Nygård Håkansson Møller Strömberg Kjær Östlund Hæstad "
            "Lundgren Rasmussen Sjöblom Aagaard Bråten Dahl Ekström Fjeld Nørgaard Ångström-Vik Berglund Haugen Lykke"
        ),
        second_given=0.1, second_family=0.08, middle=("Marie", "Lykke", "Holm", "Bech"), middle_name=0.1,
    ),
    "fi": Culture(
        _words(
            "Päivi Jyrki Anneli Väinö Säde Mikko Aino Tuomas Eeva Jussi Hilkka Onni Sirpa Tapio Kyösti Marjatta"
        ),
        _words(
            "Mäkelä Hämäläinen Väisänen Yrjölä Pääkkönen Lehtonen Koivisto Järvinen Sääksi Niemi Kettunen Öhman "
            "Rantala"
        ),
        second_given=0.15,
    ),
    "is": Culture(
        _words(
            "Þór Guðmundur Ólafur Sigurður Ægir Jökull Einar"
        ),
        _words(
            "Jónsson Þorsteinsson Guðmundsson Ægisson Björnsson"
        ),
    ),
    "is_f": Culture(
        _words(
            "Þóra Guðrún Ásta Sigríður Björk Hrafnhildur"
        ),
        _words(
            "Jónsdóttir Þorsteinsdóttir Guðmundsdóttir Ólafsdóttir"
        ),
    ),
    "pl": Culture(
        _words(
            "Łukasz Małgorzata Paweł Żaneta Stanisław Agnieszka Wojciech Grażyna Święcisława Bartłomiej Jadwiga "
            "Michał Zofia Mieczysław Róża Tadeusz Beata Krzysztof"
        ),
        _words(
            "Nowak Wójcik Zając Król Wróbel Stępień Gąsior Żak Dąb Kołodziej Pawlak Brzęczyszczykiewicz Szczepaniak "
            "Łyżwa Mróz Świątek Źrebiec Krawczyk Piątek Gołąb"
        ),
        second_given=0.03, given_joiner=" ", second_family=0.08,
    ),
    "cs": Culture(
        _words(
            "Jiří Ondřej Václav Bohumil Zdeněk Tomáš Luděk Přemysl"
        ),
        _words(
            "Dvořák Řezníček Šťastný Kříž Havlíček Žižka Němec Vlček"
        ),
    ),
    "cs_f": Culture(
        _words(
            "Jiřina Růžena Zdeňka Markéta Božena Anežka Šárka"
        ),
        _words(
            "Dvořáková Řezníčková Šťastná Křížová Havlíčková Vlčková Němcová"
        ),
    ),
    "hu": Culture(
        _words(
            "Győző Ágnes Zoltán Erzsébet László Kinga Béla Tünde Árpád Noémi Dezső Ildikó"
        ),
        _words(
            "Kovács Szűcs Tóth Őry Nagy Hegedűs Lőrincz Fekete Széchy Gyömrő Varró Csűrös"
        ),
    ),
    "ro": Culture(
        _words(
            "Ștefan Ioana Mihăiță Țvetana Răzvan Ileana Dragoș Anișoara Vasile Mădălina Cătălin Rodica"
        ),
        _words(
            "Ionescu Văcărescu Țepeneag Șerban Moldovan Dănilă Bălan Stănescu Crăciun Rusu Ungureanu"
        ),
        second_given=0.15, second_family=0.04,
    ),
    "ru": Culture(
        _words(
            "Oleksandr=Олександр Dmytro=Дмитро Ihor=Ігор Bohdan=Богдан Serhii=Сергій Yevhen=Євген Taras=Тарас "
            "Mykola=Микола"
        ),
        _words(
            "Koval=Коваль Bondarenko=Бондаренко Melnyk=Мельник Shevchuk=Шевчук Tkach=Ткач Lysenko=Лисенко "
            "Hrytsenko=Гриценко"
        ),
    ),
    "ru_f": Culture(
        _words(
            "Oksana=Оксана Olena=Олена Yuliia=Юлія Halyna=Галина Nadiia=Надія Iryna=Ірина Sofiia=Софія Liubov=Любов"
        ),
        _words(
            "Kovalenko=Коваленко Bondar=Бондар Melnychuk=Мельничук Tkachenko=Ткаченко Savchenko=Савченко Zayets=Заєць"
        ),
    ),
    "gr": Culture(
        _words(
            "Yiannis=Γιάννης Eleni=Ελένη Kostas=Κώστας Despina=Δέσποινα Nikos=Νίκος Sofia=Σοφία Spyros=Σπύρος "
            "Anthi=Ανθή"
        ),
        _words(
            "Papadakis=Παπαδάκης Kotsis=Κότσης Vlachos=Βλάχος Mavros=Μαύρος Theotokas=Θεοτοκάς Xydakis=Ξυδάκης "
            "Galanis=Γαλάνης"
        ),
    ),
    "es": Culture(
        _words(
            "José María Íñigo Begoña Ángel Lucía Raúl Concepción Julián Inés Nicolás Belén Andrés Rocío Joaquín "
            "Ximena Íker Pilar Sebastián Ana Luis Camila Héctor Valentina"
        ),
        _words(
            "García Núñez Muñoz Ibáñez Peña Ordóñez Vázquez Rincón Castaño Yáñez Herrera Molina Rivas Olmedo Zúñiga "
            "Carrasco Echeverría Güell Cervera Montes Solís Aldana Ríos Argüello Ocampo"
        ),
        second_given=0.22, given_joiner=" ", second_family=0.75, family_joiner=" ",
        particles=("de la", "del", "de los"), particle=0.05,
    ),
    "pt": Culture(
        _words(
            "João Inês Luís Conceição Gonçalo Catarina Tomé Graça Sebastião Mafalda Antônio Letícia Estêvão Luana "
            "Caio Beatriz Nuno Ângela Rui Fátima"
        ),
        _words(
            "Gonçalves Simões Magalhães Araújo Brandão Falcão Assunção Vidigal Pacheco Teixeira Moura Leitão "
            "Guimarães Fonseca Quintão Sá Nóbrega Couto Saldanha"
        ),
        second_given=0.2, given_joiner=" ", second_family=0.6, family_joiner=" ", particles=("da", "dos", "de", "das",
        "do", "e"), particle=0.25,
    ),
    "it": Culture(
        _words(
            "Niccolò Chiara Gianluca Fiorella Beniamino Loredana Salvatore Ornella Tommaso Giosuè Ilaria Renzo "
            "Alessandra Ciro Noemi Zaira Bruno Mirella"
        ),
        _words(
            "Dell'Orto D'Amico De_Santis Di_Pietro Lo_Cascio Ferraro Bonfiglio Mancuso Pellegrini Sartori Fabbri "
            "Nicolò Zanetti Cattaneo Rocchi Barbieri Santarosa Guidi"
        ),
        second_given=0.05, given_joiner=" ",
    ),
    "tr": Culture(
        _words(
            "Çağla Ömer Şule Yiğit İpek Güneş Işıl Oğuz Ayşegül Emre Gülşah Barış Özge Hakan Tuğba Doğan Nilüfer "
            "Çetin Ebru İbrahim"
        ),
        _words(
            "Yıldız Öztürk Şahin Çelik Güneş Aydın Koç Doğan Kılıç Arslan Ertuğrul Işık Özdemir Çakır Karadağ Sönmez "
            "Uçar İnce Tunç"
        ),
        second_given=0.12, given_joiner=" ", second_family=0.05, family_joiner=" ",
    ),
    "ar": Culture(
        _words(
            "Layla=ليلى Omar=عمر Noor=نور Khalid=خالد Salma=سلمى Yousef=يوسف Huda=هدى Tariq=طارق Rania=رانيا "
            "Bilal=بلال Samira=سميرة Hassan=حسن Dalia=داليا Karim=كريم Muhammad=محمد Abd_al-Rahman=عبد_الرحمن "
            "Amal=أمل"
        ),
        _words(
            "al-Najjar=النجار El-Masry=المصري Haddad=حداد al-Khatib=الخطيب Mansour=منصور bin_Saleh=بن_صالح "
            "Qabbani=قباني Al_Zaabi=الزعابي Nassar=نصار Khoury=خوري Abu_Zayd=أبو_زيد Darwish=درويش"
        ),
        middle_name=0.2, middle=("Ahmed", "Ali", "bint Saeed", "ibn Yahya"),
    ),
    "he": Culture(
        _words(
            "Noa=נועה Eitan=איתן Yael=יעל Amit=עמית Shira=שירה Ori=אורי Tamar=תמר Gil=גיל Ayelet=איילת Nadav=נדב"
        ),
        _words(
            "Ben-Ami=בן־עמי Bar-Lev=בר־לב Peretz=פרץ Shalev=שלו Almog=אלמוג Dayan=דיין Regev=רגב Carmi=כרמי "
            "Ze'evi=זאבי"
        ),
    ),
    "in": Culture(
        _words(
            "Priya=प्रिया Arjun=अर्जुन Ananya=अनन्या Rohan=रोहन Kavita=कविता Vikram=विक्रम Neha=नेहा Sanjay=संजय "
            "Meera=मीरा Aditya=आदित्य Pooja=पूजा Rajesh=राजेश Ishaan=ईशान Sunita=सुनीता Harpreet Gurdeep Fatima Imran "
            "Zubair"
        ),
        _words(
            "Sharma=शर्मा Verma=वर्मा Patel=पटेल Gupta=गुप्ता Joshi=जोशी Mehta=मेहता Chatterjee=चटर्जी Desai=देसाई "
            "Kulkarni=कुलकर्णी Singh=सिंह Rao=राव Banerjee=बनर्जी Kaur D'Souza Khan Sheikh"
        ),
        initial=0.1, middle=("Kumar", "Kumari", "Lal"), middle_name=0.2, single=0.02,
    ),
    "ta": Culture(
        _words(
            "Karthik Lakshmi Senthil Meenakshi Arun Kavya Venkata_Subramanian Divya Murugan Revathi Ganesh Anitha"
        ),
        _words(
            "Ramaswamy Krishnamurthy Iyer Nair Menon Subramaniam Balasubramanyam Reddy Naidu Thiruvengadam Pillai"
        ),
        initial=0.5, single=0.12,
    ),
    "zh": Culture(
        _words(
            "Wei=伟 Xiulan=秀兰 Minghao=明浩 Lihua=丽华 Jianguo=建国 Mei=梅 Zihan=子涵 Yu=宇 Xiaolong=小龙 "
            "Ting=婷 Haoran=浩然 Lin=琳 Jun=军 Siyuan=思远 Yan=燕 Zhen=珍 Rui=蕊 Peng=鹏 Lü=律"
        ),
        _words(
            "Wang=王 Li=李 Zhang=张 Liu=刘 Chen=陈 Yang=杨 Huang=黄 Zhao=赵 Wu=吴 Zhou=周 Xu=徐 Sun=孙 "
            "Ouyang=欧阳 Guo=郭 Lü=吕 Shen=沈 Xie=谢"
        ),
        family_first=True,
    ),
    "ja": Culture(
        _words(
            "Haruto=陽翔 Yui=結衣 Kenji=健二 Sakura=桜 Takashi=隆 Akiko=明子 Ryō=涼 Naomi=直美 Shōta=翔太 Emi=恵美 "
            "Jun'ichi=淳一 Yōko=洋子 Daisuke=大輔 Mariko=真理子"
        ),
        _words(
            "Satō=佐藤 Suzuki=鈴木 Takahashi=高橋 Tanaka=田中 Itō=伊藤 Watanabe=渡辺 Yamamoto=山本 Nakamura=中村 "
            "Kobayashi=小林 Ōnishi=大西 Katō=加藤 Shimizu=清水 Ueda=上田"
        ),
        family_first=True,
    ),
    "ko": Culture(
        _words(
            "Min-jun=민준 Seo-yeon=서연 Ji-hoon=지훈 Ha-eun=하은 Dong-hyun=동현 Soo-jin=수진 Young-ho=영호 "
            "Eun-ji=은지 Jae-won=재원 Ye-rin=예린"
        ),
        _words(
            "Kim=김 Lee=이 Park=박 Choi=최 Jung=정 Kang=강 Yoon=윤 Han=한 Shin=신 Seo=서 Namgung=남궁"
        ),
        family_first=True,
    ),
    "vi": Culture(
        _words(
            "Minh_Châu Quang Hương Đức Thảo Tuấn Ngọc_Ánh Dũng Linh Phúc Thủy Hải_Đăng Yến Khôi Mỹ_Hạnh Vũ"
        ),
        _words(
            "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương"
        ),
        middle=("Thị", "Văn", "Hữu", "Đình", "Ngọc"), middle_name=0.7, family_first=True,
    ),
    "th": Culture(
        _words(
            "Somchai=สมชาย Kanya=กัญญา Anong=อนงค์ Prasert=ประเสริฐ Malee=มาลี Niran=นิรันดร์ Suda=สุดา Wichai=วิชัย"
        ),
        _words(
            "Srisuwan=ศรีสุวรรณ Chaiyaphum=ชัยภูมิ Thongdee=ทองดี Rattanaporn=รัตนพร Phongphaew=ผ่องแผ้ว "
            "Saetang=แซ่ตั้ง"
        ),
    ),
    "id": Culture(
        _words(
            "Budi Siti Agus Dewi Wayan Putri Joko Ratna Made Yanti Rizky Sri Eko Nurul"
        ),
        _words(
            "Santoso Wijaya Hidayat Kusuma Pratama Lestari Siregar Nasution Hutapea Saputra Halim"
        ),
        second_given=0.3, given_joiner=" ", single=0.28,
    ),
    "ph": Culture(
        _words(
            "Maricel Jejomar Rowena Ramil Lovely Arnel Jhoanna Dante Cherry_Mae Renato Divina Rommel"
        ),
        _words(
            "Santos Reyes dela_Cruz Bautista Ocampo Macaraeg Dimaculangan Mangubat Villanueva Pangilinan Magsaysay"
        ),
        second_given=0.2, given_joiner=" ", initial=0.4,
    ),
    "ng": Culture(
        _words(
            "Chinwe Babatunde Ngozi Oluwaseun Adaeze Emeka Folasade Ifeanyi Yetunde Chukwuemeka Aisha Musa Ọlájídé "
            "Àbẹ̀ní"
        ),
        _words(
            "Okafor Adeyemi Eze Balogun Nwosu Ogunleye Okonkwo Bello Adébáyọ̀ Ikenna Onyekachukwu Danjuma Akinwale"
        ),
        second_family=0.05,
    ),
    "ke": Culture(
        _words(
            "Wanjiru Otieno Achieng Kamau Njeri Kiprono Akinyi Mwangi Zawadi Barasa Chebet Odhiambo"
        ),
        _words(
            "Kariuki Ouma Mutua Kiptoo Wafula Njoroge Onyango Muthoni Ng'ang'a Chepkoech Were"
        ),
        middle=("Wambui", "Kipchumba", "Atieno"), middle_name=0.2,
    ),
    "af": Culture(
        _words(
            "Pieter Annelise Danie Marthinus Elmarie Hendrik Zanele Thabo Nomvula Sipho Lerato Kobus"
        ),
        _words(
            "van_der_Merwe Botha du_Toit Coetzee le_Roux Dlamini Nkosi Mokoena Khumalo van_Wyk Joubert Ndlovu"
        ),
        second_family=0.05,
    ),
}  # fmt: skip

"""What other tools and people call the fields of a lead, in five languages: folded as ``lead_fields.folded_header``."""

from __future__ import annotations

from collections.abc import Mapping

from leaddesk.domain.leads import Field

SYNONYMS: Mapping[Field, str] = {
    Field.NAME: """
        name fullname contactname personname person leadname displayname contact prospectname
        vollstandigername vorundnachname vornamenachname ansprechpartner kontaktname kontaktperson kontakt gesamtname
        nomcomplet nometprenom prenometnom nomduncontact nomcontact interlocuteur
        nomecompleto nomeecognome cognomeenome nominativo referente nombrecompleto nombreyapellidos nombredelcontacto
        fileas""",
    Field.FIRST_NAME: """
        firstname givenname forename first fname contactfirstname personfirstname leadfirstname
        vorname rufname prenom prenoms nome nombre nombredepila primernombre""",
    Field.MIDDLE_NAME: """
        middlename additionalname middle middleinitial middlenames
        zweitername weiterevornamen zweitervorname mittlerername deuxiemeprenom secondprenom secondonome segundonombre
        additionalnames""",
    Field.LAST_NAME: """
        lastname familyname surname last lname contactlastname personlastname leadlastname
        nachname familienname zuname nom nomdefamille cognome apellido apellidos primerapellido""",
    Field.TITLE: """
        title jobtitle position role jobrole occupation currenttitle currentposition headline organizationtitle
        organization1title jobposition contacttitle persontitle
        titel berufsbezeichnung jobtitel stelle stellenbezeichnung funktion beruf rolle
        titredeposte poste intituledeposte intituleduposte titre fonctionoccupee emploi metier
        titolo posizione qualifica mansione ruolo posizionelavorativa titulo cargo puesto puestodetrabajo""",
    Field.LEVEL: """
        level seniority senioritylevel managementlevel jobtitlelevel joblevel contactlevel
        ebene hierarchieebene hierarchiestufe karrierestufe niveau niveauhierarchique seniorite anciennete
        livello anzianita nivel nivelJerarquico nivelprofesional""".lower(),
    Field.DEPARTMENT: """
        department departments dept jobdepartment jobdeptname organizationdepartment organization1department
        abteilung bereich fachbereich departement service reparto dipartimento departamento area""",
    Field.FUNCTION: """
        function jobfunction functions jobfunctionname subdepartments
        funktionsbereich aufgabenbereich tatigkeitsbereich fonction funzione funcion""",
    Field.EMAIL: """
        email emailaddress mail workemail businessemail email1 email1value emailvalue primaryemail emailwork
        companyemail corporateemail professionalemail contactemail personemail emailid mailaddress emailaddress1
        emails workemailaddress primaryemailaddress personemailwork personemailother
        emailadresse mailadresse epost elektronischepost geschaftlicheemail emailgeschaftlich emailarbeit
        adresseemail adressemail courriel adresseelectronique adressedemessagerie emailprofessionnel emailpro mel
        adresseemailprofessionnelle indirizzoemail postaelettronica emailaziendale indirizzodipostaelettronica
        correo correoelectronico direcciondecorreo direcciondecorreoelectronico emaildetrabajo correodetrabajo""",
    Field.PHONE: """
        phone phonenumber telephone tel phone1 phone1value workphone businessphone officephone directphone
        workdirectphone corporatephone companyphone phonework contactphone primaryphone telephonenumber landline
        directdial mainphone businessphone1 phones personphonework personphoneother
        telefon telefonnummer telefonnr telefongeschaftlich rufnummer festnetz durchwahl telnr telefonarbeit
        telefonzentrale telephonefixe numerodetelephone telephoneprofessionnel telephonebureau fixe
        telefono numeroditelefono telefonoufficio telefonofisso numerodetelefono telefonodetrabajo telefonofijo""",
    Field.MOBILE: """
        mobile personphonemobile mobilephone mobilenumber cell cellphone cellular mobilephonenumber phonemobile
        handy handynummer mobiltelefon mobil mobilnummer mobilfunk mobiltelefonnummer natel
        portable telephoneportable telephonemobile mobilepro gsm
        cellulare telefonocellulare telefonomobile numerodicellulare movil telefonomovil celular""",
    Field.LINKEDIN: """
        linkedin linkedinurl linkedinprofile linkedinprofileurl profile profileurl personlinkedinurl linkedinlink
        linkedinaddress contactsocialinkedin contactlinkedin linkedincontact linkedinbio publicprofileurl
        linkedinpublicprofileurl hslinkedinurl contactlinkedinurl linkedinprofil profillinkedin linkedinprofillink
        profillink urllinkedin profilourl profilolinkedin perfillinkedin perfildelinkedin url""",
    Field.COMPANY: """
        company companyname organization organisation account accountname employer organizationname companycompany
        organization1name currentcompany companynameforemails business businessname associatedcompany
        firma firmenname unternehmen unternehmensname arbeitgeber gesellschaft betrieb
        societe entreprise nomdelentreprise nomdesociete nomentreprise raisonsociale organisme employeur
        azienda nomeazienda societa ragionesociale impresa ditta empresa nombredelaempresa nombreempresa compania
        organizacion companyorganization""",
    Field.WEBSITE: """
        website web webpage websiteurl companywebsite homepage domain companydomain companydomainname website1value
        companyurl personalwebpage site urlofcompany companywebsiteurl emaildomain
        webseite internetseite internet firmenwebseite firmenhomepage webadresse siteweb siteinternet siteurl pageweb
        sitoweb sito sitointernet paginaweb sitioweb dominio domaine domane""",
    Field.INDUSTRY: """
        industry industries sector companyindustry businesstype category companyindustrycategorieslist vertical
        branche industrie wirtschaftszweig industriezweig branchen secteur secteurdactivite industria settore
        settoredattivita sectordeactividad""",
    Field.SIZE: """
        employees numberofemployees noofemployees companysize employeesize employeecount headcount size
        companyemployeesize employeerange staffcount companyheadcount
        mitarbeiter mitarbeiterzahl anzahlmitarbeiter anzahldermitarbeiter unternehmensgrosse firmengrosse
        beschaftigte mitarbeiteranzahl effectif effectifs nombredemployes nombredesalaries tailledelentreprise
        taille dipendenti numerodipendenti numerodidipendenti dimensioneaziendale empleados numerodeempleados
        tamanodelaempresa tamanoempresa""",
    Field.REVENUE: """
        revenue annualrevenue companyrevenue annualrevenueamount turnover companyannualrevenueamount sales
        annualsales revenuerange umsatz jahresumsatz chiffredaffaires chiffreaffaires ca chiffredaffairesannuel
        fatturato ricavi fatturatoannuo ingresos facturacion ingresosanuales facturacionanual""",
    Field.TECHNOLOGIES: """
        technologies technology techkeywords techstack companytechkeywordslist webtechnologies software
        technologien techniken tecnologie tecnologias""",
    Field.SIC: "sic siccode siccodes sicprimary siccodeprimary siccode1 codicesic codesic codigosic",
    Field.NPI: "npi npinumber npicode",
    Field.STREET: """
        street address streetaddress address1 address1street businessstreet mailingstreet addressline1 street1
        companyaddress companystreet streetname fulladdress address1formatted postaladdress streetaddress1
        strasse strassehausnummer strasseundhausnummer strassenr anschrift adresse strassegeschaftlich
        rue adressepostale adresserue voie adresse1 via indirizzo indirizzo1 viaecivico calle direccion
        direccionpostal domicilio""",
    Field.CITY: """
        city town companycity businesscity mailingcity address1city locality addresscity billingcity
        stadt ort wohnort stadtort ortgeschaftlich ville commune localite citta comune localita ciudad
        poblacion localidad municipio""",
    Field.STATE: """
        state province region stateregion companystate businessstate mailingstate address1region stateprovince
        county addressstate billingstate companyregion mailingstateprovince
        bundesland kanton provinz land1 departementregion etatregion etat regione provincia estado comunidadautonoma
        comunidad provinciaestado""",
    Field.ZIP: """
        zip zipcode postalcode postcode companyzip businesspostalcode mailingpostalcode address1postalcode
        mailingzippostalcode zippostalcode addresszipcode billingzip companypostalcode zipcodepostalcode
        plz postleitzahl codepostal cp cap codicepostale codiceavviamentopostale codigopostal""",
    Field.COUNTRY: """
        country companycountry businesscountry businesscountryregion mailingcountry address1country countryregion
        countryname nation addresscountry billingcountry countryterritory
        land staat landregion pays nazione paese stato pais nacion""",
    Field.PERSON_CITY: "personcity contactcity contactaddresscity homecity personalcity ortprivat villepersonnelle",
    Field.PERSON_STATE: "personstate contactstate contactaddressstate homestate personalstate",
    Field.PERSON_COUNTRY: """
        personcountry contactcountry contactaddresscountry homecountry personalcountry homecountryregion
        landprivat""",
    Field.FACEBOOK: "facebook facebookurl facebookprofile contactsocialfacebook facebookpage companyfacebookurl",
    Field.TWITTER: "twitter twitterurl twitterprofile twitterhandle contactsocialtwitter x xurl twitterusername",
    Field.INSTAGRAM: "instagram instagramurl instagramprofile contactsocialinstagram instagramhandle",
    Field.REACHSTREAM_ID: "reachstreamid reachstreamcontactid",
    Field.LEADSOPEDIA_ID: "leadsopediaid leadsopediacontactid",
}
"""Words apart by white space; each stands for one field alone."""

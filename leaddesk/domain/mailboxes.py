"""Mailboxes behind which nobody in particular stands: their addresses tell nothing about who a lead is."""

from __future__ import annotations

_DIGITS = "0123456789"

_WORDS = """
about abuse academy account accountant accounting accounts accueil acquisti ad admin administracion administracja
administratie administration administrativo administrator admissions ads advertising affiliate affiliates agency
agenda aide ajuda alerts all allgemein amministrazione anfrage anfragen anmeldung annonces api app application
applications apply asistencia assistance assistenza associates atencion atencioncliente atendimento ayuda backoffice
bestellung bestellungen bewerbung bewerbungen bill billing biuro biz board booking bookings bookkeeping boutique
branch brand buchhaltung buchung budget business buy buyers care career careers cashier catering cc ceo chat cliente
clientes clienti clients cobranza comercial commande commandes comments commerce commercial commerciale communication
communications company compliance compras compta comptabilite comunicacion concierge conference connect consultas
consulting consumer contabilidad contabilita contact contactenos contactme contacto contactos contactus contato
contatti contatto cooperation corporate correo courrier credit creditcontrol crew cs cse csr customer customercare
customers customerservice customersupport data datenschutz dealer delivery demo department desk dev developer
developers digital direccion direct direction direktion direzione dispatch dispo distribution distributor dns
dokumente donations donotreply dpo ecommerce edi editor editorial education einkauf ekonomi elearning email emailus
emarketing empfang employment engineering enq enquire enquiries enquiry equipe escritorio estimates event eventi
events everyone executive expo export facility facturacion facturas faktura fakturor faq fattura fatturazione fatture
fax feedback ferien filiale finance financeiro finances finanzas finanzen fleet formation forum foundation franchise
franchising freight front frontdesk ftp fuhrpark fundraising general geral gerance gerencia geschaeftsfuehrung
geschäftsführung gestion gestione getintouch gmbh goods group groups guest guests hallo hausverwaltung headoffice
health hello help helpdesk helpline hey hi hiring hola holding home hospital hostmaster hotel hotline hr hrd human
humanresources ict iletisim immobilien immobilier impiegati import impressum inbound inbox incoming info infodesk
infoline informacao informacion informacje informatica informatik information informations informatique informazioni
infos infrastructure inkoop innovation inquire inquiries inquiry inscription inscriptions insurance international
internship invest investor investorrelations investors invoice invoices invoicing it itsupport job jobs join jura
juridico kancelar kancelaria kanzlei karriere kasse klantenservice klient klienten kommunikation kontak kontakt
kontakta konto kontor kontoret kunde kunden kundenbetreuung kundencenter kundendienst kundenservice kundeservice
kundtjanst lager lead leads learn legal licensing list lists loans locations login logistica logistics logistik
logistique magazin magazine mail mailbox mailer mailerdaemon main maintenance management manager manufacturing market
marketing media medien member members membership messages messe mktg moderator mydata na nachricht network news
newsletter nobody noc noemail nomail none noreply noresponse notification notifications notify null obchod objednavky
office officemanager offices oficina ogloszenia online onlineshop operations operator ops optout order orderdesk
orders ordine ordini organisation organizacion partner partners partnership partnerships parts patient patients
payable payables payment payments payroll pedidos people permanence personalabteilung personale personel personnel
pharma phone photo planning poczta podpora police pomoc post posta postbox postbus postmaster pr praktikum praxis
prenotazioni presales press presse prijem principal print privacy procurement prodaja prodej product production
productions produkte produktion project projects projekt projekte promo promotions property proposals public
publicidad publicity publicrelations purchase purchases purchasing qualitaet quality quotation quotations quote quotes
rachunki ragioneria receivables recepcao recepcion recepcja reception rechnung rechnungen rechnungswesen reclamaciones
reclami records recruit recruiter recruiting recruitment recrutement recursoshumanos redaccion redactie redaktion
redazione referrals refunds register registrar registration reklamation rekrutacja relations rental rentals repairs
reply report reports request requests research reservas reservation reservations reserve reservierung reservierungen
resume resumes retail retours returns rh risk root rrhh rsvp safety sale sales salesadmin salesinfo salessupport
salesteam salg sav scheduling school secretaria secretariat secretary security segreteria sekretariat seminar sendmail
seo server service serviceclient servicedesk services servicio servicioalcliente servis servizioclienti settlement
shipping shop shops showroom site sklep social socialmedia software someone soporte spam staff store studio subscribe
subscription suggestions supervisor suporte supply support suprimentos survey sysadmin system systems talent tax team
tech technical technicalsupport technik technique tecnico telefon tender tenders test testing ticket tickets
tiedustelut tienda toimisto tour tourism tours trade trades traffic training transport travel treasurer treasury
uffici ufficio ufficiocommerciale undisclosed unknown unsubscribe upload us usenet user users vacancies vacatures
vanzari vendas vendite vendor vendors venta ventas vente ventes verkauf verkoop vertrieb verwaltung vip volunteer
wartung web webadmin webinfo webmail webmaster webmestre weborder webshop website welcome werbung werkstatt whois
wholesale work workshop www yhteys zakaz zakupy zamowienia zarzad zentrale
"""

SHARED = frozenset(_WORDS.split())
"""What such a mailbox is called, in many languages."""


def is_shared(address: str) -> bool:
    """Whether ``address`` (folded) looks like a mailbox of several people: ``info@``, ``sales.uk@``, ``info+2@``, ...

    Rather once too often: whoever is called so is still found by name and company, and a person is asked.
    """
    local = address.partition("@")[0]
    if "+" in local:
        local = local.partition("+")[0]
    if "-" in local or "_" in local:
        local = local.replace("-", ".").replace("_", ".")
    first, last = local.partition(".")[0], local.rpartition(".")[2]
    return first.rstrip(_DIGITS) in SHARED or last.rstrip(_DIGITS) in SHARED

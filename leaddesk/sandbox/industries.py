"""What companies do, how large they are and what they run: the vocabulary of the company fields."""

from __future__ import annotations

from typing import NamedTuple


class Industry(NamedTuple):
    """One industry category. SIC codes are text: those of agriculture and forestry begin with a zero."""

    name: str
    sector: str
    """Groups industries by the professions that are found in them (``positions.py``)."""
    sic_codes: tuple[str, ...]
    words: tuple[str, ...]
    """What such a company may call its trade in its name."""


def _industries(text: str) -> tuple[Industry, ...]:
    """One industry a line: ``name | sector | SIC codes | words of its trade``."""
    found = []
    for line in text.strip().splitlines():
        name, sector, codes, words = (part.strip() for part in line.split("|"))
        found.append(Industry(name, sector, tuple(codes.split()), tuple(words.split(", "))))
    return tuple(found)


INDUSTRIES = _industries("""
    Computer Software | technology | 7372 7371 | Software, Systems, Labs, Code
    Information Technology & Services | technology | 7373 7374 7379 | IT Services, Digital, Solutions
    Internet | technology | 7375 4813 | Online, Web, Networks
    Computer & Network Security | technology | 7382 7379 | Security, Cyber, Shield
    Computer Hardware | technology | 3571 3577 | Computers, Devices
    Semiconductors | technology | 3674 | Semiconductors, Silicon
    Telecommunications | technology | 4812 4813 4899 | Telecom, Mobile
    Artificial Intelligence | technology | 7371 7374 | AI, Intelligence
    Computer Games | technology | 7372 5734 | Games, Interactive
    Hospital & Health Care | health | 8062 8011 | Health, Clinic, Hospital
    Home Health Care | health | 8082 | Home Care, Care at Home
    Medical Devices | health | 3841 3845 | Medical, MedTech
    Medical Practice | health | 8011 8021 | Dental Practice, Medical Centre, Family Practice
    Pharmaceuticals | health | 2834 5122 | Pharma, Therapeutics
    Biotechnology | health | 8731 2836 | Bio, Genomics
    Mental Health Care | health | 8093 8322 | Wellbeing, Counselling
    Veterinary | health | 0741 0742 | Veterinary Practice, Animal Health
    Higher Education | education | 8221 8222 | College, University, Institute
    Primary/Secondary Education | education | 8211 | School, Academy
    E-Learning | education | 8299 7372 | Learning, Tutors
    Libraries | education | 8231 | Library
    Construction | building | 1521 1541 1542 | Construction, Builders, Bau
    Civil Engineering | building | 1622 8711 | Civil Works, Bridges
    Architecture & Planning | building | 8712 | Architects, Studio
    Building Materials | building | 3272 5031 | Timber, Concrete, Stone
    Electrical Contractors | building | 1731 | Electric, Elektro
    Landscaping | building | 0781 0782 | Gardens, Landscapes
    Banking | money | 6021 6022 6029 | Bank, Savings
    Financial Services | money | 6282 6199 | Finance, Capital, Advisors
    Fintech | money | 6099 7372 | Pay, Ledger
    Insurance | money | 6311 6331 6411 | Insurance, Mutual
    Venture Capital & Private Equity | money | 6799 | Ventures, Equity
    Investment Management | money | 6211 6282 | Asset Management, Wealth
    Accounting | money | 8721 | Accountants, Audit & Tax
    Retail | trade | 5311 5399 5999 | Stores, Market
    Supermarkets | trade | 5411 | Foods, Grocers
    Apparel & Fashion | trade | 5651 2337 | Fashion, Threads
    Luxury Goods & Jewelry | trade | 5944 3911 | Jewellers, Atelier
    Wholesale | trade | 5199 5141 | Trading, Wholesale, Import Export
    Automotive Retail | trade | 5511 5531 | Motors, Auto
    Furniture | trade | 2511 5712 | Furniture, Interiors
    Sporting Goods | trade | 5941 3949 | Sports, Outdoor
    Machinery | making | 3599 3559 | Machines, Maschinenbau
    Automotive | making | 3711 3714 | Automotive, Vehicles
    Aviation & Aerospace | making | 3721 3728 | Aero, Flight
    Chemicals | making | 2819 2899 | Chemicals, Coatings
    Plastics | making | 3089 | Plastics, Polymers
    Food Production | making | 2099 2051 | Bakery, Foods, Conserves
    Wine & Spirits | making | 2084 2085 | Winery, Distillery
    Textiles | making | 2211 2299 | Textiles, Weaving Mill
    Paper & Forest Products | making | 2621 0811 | Paper, Forests
    Packaging & Containers | making | 2653 | Packaging, Box
    Printing | making | 2752 | Print, Druck
    Electronics | making | 3679 3651 | Electronics, Circuits
    Renewables & Environment | making | 4911 3433 | Solar, Wind, Energy
    Oil & Energy | making | 1311 2911 | Petroleum, Gas & Oil
    Utilities | making | 4931 4941 | Water, Power
    Mining & Metals | making | 1041 3312 | Mining, Steel, Metals
    Farming | land | 0111 0115 0116 0119 0131 0161 | Farms, Grain, Growers
    Dairy | land | 0241 2026 | Dairy, Creamery
    Ranching | land | 0211 0212 0213 | Ranch, Livestock
    Fishery | land | 0912 0921 | Fishery, Seafood
    Horticulture | land | 0171 0172 0175 0181 | Orchards, Nursery
    Government Administration | public | 9111 9121 | City Council, Municipal Services
    Non-Profit Organization Management | public | 8399 8641 | Foundation, Trust, Aid
    Public Safety | public | 9221 9224 | Fire & Rescue, Public Safety
    Religious Institutions | public | 8661 | Parish, Mission
    International Affairs | public | 9721 | Relations, Forum
    Museums & Institutions | public | 8412 | Museum, Gallery
    Law Practice | services | 8111 | Law, Attorneys, Solicitors
    Management Consulting | services | 8742 | Consulting, Partners
    Marketing & Advertising | services | 7311 8743 | Media, Agency, Creative
    Staffing & Recruiting | services | 7361 7363 | Staffing, Talent
    Real Estate | services | 6531 6512 | Properties, Estates
    Hospitality | services | 7011 | Hotels, Inn
    Restaurants | services | 5812 | Kitchen, Restaurant, Café
    Leisure, Travel & Tourism | services | 4724 7999 | Travel, Tours
    Logistics & Supply Chain | services | 4731 4225 | Logistics, Freight
    Trucking | services | 4212 4213 | Trucking, Haulage
    Maritime | services | 4412 4491 | Shipping, Maritime
    Airlines | services | 4512 | Air, Airways
    Design | services | 7336 7389 | Design, Works
    Publishing | services | 2731 2721 | Press, Publishing
    Music | services | 7929 3652 | Records, Sound
    Motion Pictures & Film | services | 7812 | Pictures, Film
    Facilities Services | services | 7349 | Cleaning, Facilities
    Environmental Services | services | 4953 8999 | Recycling, Environment
    Events Services | services | 7389 | Events, Expo
""")

SIZES: tuple[tuple[str, int, int], ...] = (
    # employees, how many of a hundred companies, how many contacts one has compared with the smallest
    ("1 to 10", 26, 1),
    ("11 to 50", 25, 2),
    ("51 to 200", 20, 4),
    ("201 to 500", 11, 7),
    ("501 to 1000", 7, 11),
    ("1001 to 5000", 6, 18),
    ("5001 to 10000", 3, 26),
    ("10001 and above", 2, 40),
)

REVENUES: tuple[str, ...] = (
    "under $1m", "$1m to $5m", "$5m to $10m", "$10m to $25m", "$25m to $50m", "$50m to $100m", "$100m to $250m",
    "$250m to $500m", "$500m to $1b", "$1b to $5b", "over $5b",
)  # fmt: skip
"""Smallest first."""

COMPANY_TYPES: dict[str, tuple[tuple[str, int], ...]] = {
    "public": (("Government Agency", 5), ("Non-Profit", 8), ("Public Company", 1)),
    "education": (("Educational Institution", 8), ("Non-Profit", 3), ("Private", 2)),
}
"""By sector; OTHER_TYPES for the rest."""

OTHER_TYPES: tuple[tuple[str, int], ...] = (
    ("Private", 60), ("Public Company", 12), ("Partnership", 8), ("Sole Proprietorship", 8), ("Self-Employed", 3),
    ("Subsidiary", 5), ("Cooperative", 3), ("Non-Profit", 2), ("Family Business (3rd generation)", 2),
)  # fmt: skip

_TECHNOLOGY = """
    Salesforce, Salesforce Pardot, SalesLoft, Microsoft Dynamics 365 Sales, Zoho Sales IQ, Zoho CRM, HubSpot,
    Pipedrive, SugarCRM, Freshsales, SAP, SAP S/4HANA, SAP SuccessFactors, Oracle Database, Oracle NetSuite,
    Workday, ADP, Sage, QuickBooks, Xero, DATEV, Lexware, Marketo, Mailchimp, SendGrid, Braze, Klaviyo, Eloqua,
    Google Analytics, Google Tag Manager, Google Workspace, Microsoft 365, Microsoft Azure, Microsoft SQL Server,
    Microsoft Teams, SharePoint, Power BI, Tableau, Looker, Qlik Sense, Amazon Web Services, Amazon S3, Amazon
    Redshift, Google Cloud Platform, Cloudflare, Fastly, Akamai, Heroku, DigitalOcean, Vercel, Netlify, Kubernetes,
    Docker, Terraform, Ansible, Jenkins, GitHub, GitLab, Bitbucket, Jira, Confluence, Trello, Asana, monday.com,
    Notion, Slack, Zoom, Webex, RingCentral, Twilio, Zendesk, Freshdesk, Intercom, ServiceNow, PagerDuty, Datadog,
    Splunk, New Relic, Grafana, Elasticsearch, Snowflake, Databricks, Apache Kafka, Apache Spark, Apache Airflow,
    PostgreSQL, MySQL, MariaDB, MongoDB, Redis, Cassandra, Neo4j, C++, C#, .NET, Java, Python, Ruby on Rails, PHP,
    Laravel, Node.js, React, Angular, Vue.js, TypeScript, Go, Rust, Swift, Kotlin, Qt, WordPress, Drupal, Joomla,
    TYPO3, Shopify, Magento, WooCommerce, BigCommerce, PrestaShop, Wix, Squarespace, Adobe Creative Cloud, Adobe
    Experience Manager, Figma, Sketch, AutoCAD, SolidWorks, Revit, MATLAB, LabVIEW, Okta, Auth0, Duo Security,
    CrowdStrike, Fortinet, Palo Alto Networks, Cisco Meraki, VMware vSphere, Citrix, Red Hat Linux, Ubuntu, Stripe,
    PayPal, Adyen, Klarna, Square, Avalara, DocuSign, Dropbox, Box, OpenAI API, TensorFlow, PyTorch, Hugging Face,
    Artificial Intelligence, Cloud Computing, Machine Learning, Internet of Things, Blockchain, Epic EHR, Cerner,
    Moodle, Canvas LMS, Blackboard
"""

TECHNOLOGY = tuple(" ".join(entry.split()) for entry in _TECHNOLOGY.split(","))

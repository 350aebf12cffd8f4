package city

import (
	"fmt"
	"strings"
)

// All names are invented or common words; none is that of a city, product or
// company that we know of.

const cityName = "Älvsunda stad"

// body is what a board or company answers for, with the words its objects carry.
type body struct {
	name, short, office string // office is empty for a company
	words               []string
}

var bodies = []body{
	{"Kommunstyrelsen", "KS", "Stadsledningskontoret", []string{"Ekonomi", "Lön", "Ärende", "Personal", "Diarium", "Budget"}},
	{"Utbildningsnämnden", "UTN", "Utbildningsförvaltningen", []string{"Elev", "Betyg", "Schema", "Frånvaro", "Skolval"}},
	{"Socialnämnden", "SON", "Socialförvaltningen", []string{"Utredning", "Bistånd", "Placering", "Familje", "Stöd"}},
	{"Äldrenämnden", "ÄLN", "Äldreförvaltningen", []string{"Hemtjänst", "Boende", "Omsorg", "Larm", "Journal"}},
	{"Miljö- och hälsoskyddsnämnden", "MHN", "Miljöförvaltningen", []string{"Tillsyn", "Livsmedel", "Mät", "Avfall", "Luft"}},
	{"Stadsbyggnadsnämnden", "SBN", "Stadsbyggnadskontoret", []string{"Bygglov", "Plan", "Karta", "Fastighets", "Modell"}},
	{"Trafiknämnden", "TRN", "Trafikkontoret", []string{"Parkering", "Signal", "Gatu", "Väg", "Vinter"}},
	{"Kulturnämnden", "KUN", "Kulturförvaltningen", []string{"Biblioteks", "Arkiv", "Boknings", "Musei", "Evenemangs"}},
	{"Idrottsnämnden", "IDN", "Idrottsförvaltningen", []string{"Hall", "Bad", "Boknings", "Förenings", "Bidrags"}},
	{"Servicenämnden", "SEN", "Serviceförvaltningen", []string{"Måltids", "Lokalvårds", "Fordons", "Kontakt", "Upphandlings"}},
	{"Arbetsmarknadsnämnden", "AMN", "Arbetsmarknadsförvaltningen", []string{"Praktik", "Matchnings", "Vuxenutbildnings", "Kurs", "Försörjnings"}},
	{"Kyrkogårdsnämnden", "KGN", "Kyrkogårdsförvaltningen", []string{"Grav", "Ceremoni", "Mark", "Boknings"}},
	{"Valnämnden", "VAN", "Valkansliet", []string{"Röst", "Valdags", "Lokal"}},
	{"Överförmyndarnämnden", "ÖFN", "Överförmyndarförvaltningen", []string{"Ställföreträdar", "Redovisnings", "Ärende"}},
	{"Älvsunda Bostäder AB", "ÄBAB", "", []string{"Hyres", "Felanmälans", "Besiktnings", "Energi"}},
	{"Älvsunda Vatten AB", "ÄVAB", "", []string{"Lednings", "Styr", "Mät", "Kund"}},
	{"Älvsunda Hamn AB", "ÄHAB", "", []string{"Anlöps", "Gods", "Kran", "Tillträdes"}},
	{"Älvsunda Parkering AB", "ÄPAB", "", []string{"Tillstånds", "Avgifts", "Garage"}},
}

// places name the city's districts, whose boards come after the others.
var places = []string{"Norrholm", "Söderlid", "Östermo", "Västerhage", "Lillsjö", "Storvret", "Brunnby", "Kvarnhult", "Ekliden", "Almvik", "Granåker", "Furunäs", "Hasselby strand", "Lövtorp",
	"Ängsro", "Sandudden", "Bergshöjd", "Dalvik", "Hammarlid", "Kyrkvalla", "Nygård", "Ringåsa", "Skogslund", "Tallmo", "Ulvsäter", "Vikhamra"}

var districtWords = []string{"Förskole", "Omsorgs", "Fritids", "Medborgar", "Park", "Bistånds"}

// bodyAt gives the n-th board or company of a city; there are districts without end.
func bodyAt(n int) body {
	if n < len(bodies) {
		return bodies[n]
	}
	n -= len(bodies)
	p := places[n%len(places)]
	short := strings.ToUpper(string([]rune(p)[:3])) + "N"
	if turn := n / len(places); turn > 0 {
		p = fmt.Sprintf("%s %d", p, turn+1)
		short = fmt.Sprintf("%s%d", short, turn+1)
	}
	return body{p + "s stadsdelsnämnd", short, p + "s stadsdelsförvaltning", districtWords}
}

var (
	firstNames = []string{"Astrid", "Björn", "Cecilia", "David", "Elin", "Fatima", "Gustav", "Hanna", "Ibrahim", "Johanna", "Karin", "Lars", "Maria", "Nils", "Olivia", "Per", "Rakel", "Sofia", "Tomas", "Ulrika",
		"Viktor", "Yasmin", "Åke", "Ängla", "Örjan", "Amir", "Birgitta", "Daniel", "Emma", "Filip", "Greta", "Henrik", "Ingrid", "Jonas", "Klara", "Leyla", "Mattias", "Nora", "Oskar", "Petra"}
	lastNames = []string{"Alvin", "Berglöf", "Cedervik", "Dahlmark", "Ekhage", "Forsgård", "Granlid", "Hedvall", "Isakberg", "Jarlfors", "Kvistberg", "Lindhage", "Malmqvarn", "Norrsell", "Olofsdal", "Palmhed", "Rosenvik",
		"Sandmark", "Tallhed", "Ulvfors", "Vallgård", "Westerlid", "Åkerhielm", "Ängmark", "Östfors", "Björkhage", "Fältvik", "Häggmo", "Nyvall", "Stenlund"}
	objectEnds = []string{"system", "portal", "register", "stöd", "planering", "app", "webb", "arkiv", "databas", "tjänst", "verktyg", "analys"}
	sharedIt   = []string{"Katalogtjänst", "E-postplattform", "Filtjänst", "Inloggningstjänst", "Integrationsplattform", "Säkerhetskopiering", "Loggplattform", "Skrivartjänst", "Telefoni", "Intranät", "E-tjänsteplattform",
		"Ärendehub", "Videomöten", "Klienthantering", "Mobilhantering", "Arkivlager"}
	infra     = []string{"Serverhall", "Virtualiseringskluster", "Databaskluster", "Lagringsnät", "Brandvägg", "Trådlöst nät", "Stamnät", "Containerplattform"}
	nouns     = []string{"anmälan", "ansökan", "uppföljning", "rapportering", "bokning", "beslut", "kontakt", "avgifter", "tillsyn", "statistik", "rekrytering", "introduktion", "fakturering", "besiktning"}
	compStart = []string{"Nord", "Väst", "Syd", "Öst", "Fjäll", "Kust", "Sjö", "Blå", "Grön", "Sten", "Klar", "Ny"}
	compEnd   = []string{"data", "system", "logik", "drift", "moln", "kod", "bit", "nät", "teknik", "signal"}
	kindOfCo  = []string{"AB", "AB", "AB", "Sverige AB", "Norden AB"}
)

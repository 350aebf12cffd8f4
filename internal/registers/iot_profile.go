package registers

import "genomlys/internal/register"

// IotProfile is what must be known of an object with connected devices (domain.md R20).
type IotProfile struct {
	register.Common
	Status                    string
	Object                    register.ID
	DeviceType                string
	Count                     register.Int
	LocationKind              []string
	Senses                    []string
	Connectivity              string
	NetworkZone               string
	FirmwareUpdate            string
	EndOfSupport              register.Date
	DefaultCredentialsRemoved register.Fact
	PhysicalProtection        string
	DataFlow                  string
	CameraAct                 string
	Experience                string
	ExperienceScope           string
	AssessedOn                register.Date
}

// IotProfiles is the register of IoT profiles, one per object.
var IotProfiles = register.New("iot_profile", "IoT-profiler", "IoT profiles", func(c *IotProfile, f *register.Fields) {
	f.Called("IoT-profil", "IoT profile")
	f.About("Vilka uppkopplade enheter ett objekt har, vad de mäter och hur de skyddas.", "Which connected devices an object has, what they sense and how they are protected.")
	f.Numbered("IOT")
	f.Group("register")
	f.Choice(&c.Status, profileStates).Label("Status", "Status").Facet().InList(2).Steps(profileSteps)
	f.Ref(&c.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Required().Part().InList(3).Back("IoT-profil", "IoT profile")
	f.Text(&c.DeviceType).Label("Typ av enhet", "Type of device").InList(4)
	f.Int(&c.Count).Label("Antal enheter", "Number of devices").Range(0, 1e9).Sort().InList(5)
	f.Choices(&c.LocationKind, iotLocations).Label("Placering", "Location")
	f.Choices(&c.Senses, iotSenses).Label("Mäter", "Senses").InList(6)
	f.Text(&c.Connectivity).Label("Anslutning", "Connectivity").MaySecret("OSL 18:8")
	f.Text(&c.NetworkZone).Label("Nätzon", "Network zone").MaySecret("OSL 18:8")
	f.Choice(&c.FirmwareUpdate, firmwareWays).Label("Uppdatering av programvara", "Firmware update").Facet()
	f.Date(&c.EndOfSupport).Label("Stöd upphör", "End of support").Sort().InList(7)
	f.Fact(&c.DefaultCredentialsRemoved).Label("Fabrikslösenord borttagna", "Default credentials removed").Facet()
	f.Long(&c.PhysicalProtection).Label("Fysiskt skydd", "Physical protection").MaySecret("OSL 18:8")
	f.Long(&c.DataFlow).Label("Dataflöde", "Data flow").MaySecret("OSL 18:8")
	f.Choice(&c.CameraAct, cameraBases).Label("Kamerabevakning", "Camera surveillance")
	f.Long(&c.Experience).Label("Erfarenheter", "Experience").
		Help("Delas i hela staden: skriv inget som omfattas av sekretess.", "Shared in the whole city: write nothing that is secret.")
	f.Choice(&c.ExperienceScope, experienceScopes).Label("Erfarenheter från", "Experience from").Facet()
	f.Date(&c.AssessedOn).Label("Bedömd", "Assessed on").RequiredIn("decided").Sort()
	f.Derive(func(c *IotProfile) { entitle(&c.Title, "IoT-profil", c.DeviceType) })
})

var iotLocations = register.Choices{
	{"indoor", "Inomhus", "Indoor"}, {"outdoor", "Utomhus", "Outdoor"}, {"public", "Allmän plats", "Public place"}, {"vehicle", "Fordon", "Vehicle"}, {"body", "På kroppen", "On the body"},
}

var iotSenses = register.Choices{
	{"video", "Bild", "Video"}, {"audio", "Ljud", "Audio"}, {"position", "Position", "Position"}, {"presence", "Närvaro", "Presence"},
	{"biometrics", "Biometri", "Biometrics"}, {"environment", "Miljö", "Environment"}, {"meter", "Mätare", "Meter"},
}

var firmwareWays = register.Choices{{"auto", "Automatiskt", "Automatic"}, {"manual", "Manuellt", "Manual"}, {"none", "Ingen", "None"}}

var cameraBases = register.Choices{
	{"permit_not_needed", "Tillstånd behövs inte", "No permit needed"}, {"balance_documented", "Intresseavvägning dokumenterad", "Balance documented"}, {"na", "Ej tillämpligt", "Not applicable"},
}

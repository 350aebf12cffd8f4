package pdf

import (
	"bytes"
	"encoding/binary"
	"math"
)

// sRGB makes an ICC v2 matrix profile of the sRGB colour space from the
// published constants of IEC 61966-2-1 (primaries adapted to D50, tone curve).
func sRGB() []byte {
	fixed := func(f float64) []byte { // s15Fixed16Number
		return binary.BigEndian.AppendUint32(nil, uint32(int32(math.Round(f*65536))))
	}
	xyz := func(x, y, z float64) []byte {
		return bytes.Join([][]byte{[]byte("XYZ \x00\x00\x00\x00"), fixed(x), fixed(y), fixed(z)}, nil)
	}
	var desc, curve bytes.Buffer
	const label = "sRGB IEC61966-2.1"
	desc.WriteString("desc\x00\x00\x00\x00")
	be32(&desc, uint32(len(label)+1))
	desc.WriteString(label + "\x00")
	desc.Write(make([]byte, 4+4+2+1+67)) // no Unicode, no ScriptCode
	curve.WriteString("curv\x00\x00\x00\x00")
	be32(&curve, 256)
	for i := range 256 {
		v := float64(i) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		be16(&curve, uint16(math.Round(v*65535)))
	}
	tags := []struct {
		name string
		data []byte // nil: the same as the tag before
	}{
		{"desc", desc.Bytes()},
		{"cprt", []byte("text\x00\x00\x00\x00Public domain\x00")},
		{"wtpt", xyz(0.9642, 1, 0.8249)},
		{"rXYZ", xyz(0.4360747, 0.2225045, 0.0139322)},
		{"gXYZ", xyz(0.3850649, 0.7168786, 0.0971045)},
		{"bXYZ", xyz(0.1430804, 0.0606169, 0.7141733)},
		{"rTRC", curve.Bytes()}, {"gTRC", nil}, {"bTRC", nil},
	}
	var table, body bytes.Buffer
	be32(&table, uint32(len(tags)))
	base := 128 + 4 + 12*len(tags)
	at, size := 0, 0
	for _, t := range tags {
		if t.data != nil {
			pad4(&body)
			at, size = base+body.Len(), len(t.data)
			body.Write(t.data)
		}
		table.WriteString(t.name)
		be32(&table, uint32(at))
		be32(&table, uint32(size))
	}
	pad4(&body)
	head := make([]byte, 128)
	binary.BigEndian.PutUint32(head, uint32(base+body.Len()))
	copy(head[8:], []byte{2, 0x10, 0, 0})
	copy(head[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2026, 1, 1, 0, 0, 0} { // the profile's own date
		binary.BigEndian.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	copy(head[68:], bytes.Join([][]byte{fixed(0.9642), fixed(1), fixed(0.8249)}, nil))
	return bytes.Join([][]byte{head, table.Bytes(), body.Bytes()}, nil)
}

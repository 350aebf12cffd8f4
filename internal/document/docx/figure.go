package docx

import (
	"fmt"
	"math"
	"strings"

	"genomlys/internal/chart"
	"genomlys/internal/document"
	"genomlys/internal/document/ooxml"
)

// emuPerPoint: Office measures pictures in English metric units.
const emuPerPoint = 12700

// figureBlock writes the caption and the picture: a PNG that every reader
// shows, and inside it the SVG that Word from 2016 on shows instead.
func (b *body) figureBlock(f document.Figure) error {
	if strings.TrimSpace(ooxml.Clean(f.Alt)) == "" {
		return fmt.Errorf("figure %q has no text alternative: put its data in words in Alt", title(f.Label, f.Caption))
	}
	if d := f.Drawing; !(d.Width > 0 && d.Height > 0) {
		return fmt.Errorf("figure %q has no size: its drawing is %g × %g points", title(f.Label, f.Caption), d.Width, d.Height)
	}
	d, err := roomy(f.Drawing)
	if err != nil {
		return fmt.Errorf("figure %q: %w", title(f.Label, f.Caption), err)
	}
	b.figures[b.figure].Drawing = d
	b.figure++
	b.caption(f.Label, f.Caption, f.Sub)
	scale := math.Min(1, textWidth/20.0/d.Width)
	cx, cy := int(d.Width*scale*emuPerPoint), int(d.Height*scale*emuPerPoint)
	alt, n := ooxml.Attr(f.Alt), b.figure
	b.open("Figur", "")
	b.rawf(`<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="%s" descr="%s"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>`,
		cx, cy, n, ooxml.Attr(figureName(f, n)), alt)
	b.rawf(`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="figure%d.png" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr>`, n, n, alt)
	b.rawf(`<pic:blipFill><a:blip r:embed="png%d"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="svg%d"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`, n, n)
	b.rawf(`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`, cx, cy)
	b.close()
	return nil
}

func figureName(f document.Figure, n int) string {
	if f.Label != "" {
		return strings.TrimSuffix(f.Label, ".")
	}
	return fmt.Sprintf("Figur %d", n)
}

// writeMedia writes both pictures of every figure.
func (b *body) writeMedia(p *ooxml.Package) error {
	for i, f := range b.figures {
		picture, err := paint(f.Drawing)
		if err != nil {
			return fmt.Errorf("figure %q: %w", title(f.Label, f.Caption), err)
		}
		if err := p.Put(fmt.Sprintf("word/media/figure%d.png", i+1), string(picture)); err != nil {
			return err
		}
		var svg strings.Builder
		if err := chart.SVG(&svg, f.Drawing, f.Alt, chart.SVGOptions{Standalone: true}); err != nil {
			return fmt.Errorf("figure %q: %w", title(f.Label, f.Caption), err)
		}
		if err := p.Put(fmt.Sprintf("word/media/figure%d.svg", i+1), ooxml.Declaration+svg.String()); err != nil {
			return err
		}
	}
	return nil
}

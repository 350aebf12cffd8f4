// Work in steps: each kind of work at a step that draws something of its own.
export default [
  ['/objects/OBJ-0005/klassa'], ['/classifications/KLA-0001/klassa'], ['/classifications/KLA-0001/klassa?steg=justering'], ['/classifications/KLA-0001/klassa?steg=krav'], ['/classifications/KLA-0001/klassa?steg=beslut'],
  ['/dpias/KBD-033/bedom'], ['/dpias/KBD-033/bedom?steg=troskel-BEH-058'], ['/dpias/KBD-033/bedom?steg=risker'], ['/dpias/KBD-033/bedom?steg=beslut'], ['/dpias/KBD-031/bedom?steg=deltagare'],
  ['/risk-analyses/RAN-0001/analys'], ['/risk-analyses/RAN-0001/analys?steg=risker'], ['/risk-analyses/RAN-0001/analys?steg=forslag'],
  ['/agreements/AVT-003/kontroll?steg=punkter'], ['/agreements/AVT-003/kontroll?steg=instruktion'], ['/access-reviews/BHG-163/granska'], ['/access-reviews/BHG-163/granska?steg=beslutade'],
  ['/classifications/KLA-0001/klassa?steg=finns-inte', 404],
]

// The registers, the review and what stands around them. A page is [path, status or 200].
export default [
  ['/'], ['/objects'], ['/objects?filter=status+%3D+nonsense', 422], ['/objects?filter=ingenting', 200], ['/objects?rader=tat&antal=100'], ['/objects?per=2023-11-15&mot=2022-11-15'],
  ['/objects/OBJ-0005'], ['/objects/OBJ-0005?per=2022-11-20'], ['/processings'], ['/processings/BEH-117'], ['/classifications'], ['/classifications/KLA-0001'], ['/incidents'], ['/incidents/INC-2023-035'],
  ['/risks'], ['/agreements'], ['/actions'], ['/dpias'], ['/persons'], ['/orgs'], ['/trainings'], ['/management-reviews'], ['/management-reviews/LGG-0002'], ['/management-reviews/LGG-0002?visa=post'],
  ['/figures/F03?per=2023-11-15&mot=2022-11-15'], ['/figures/F14a?per=2023-11-15'], ['/sok?q=l%C3%B6n'], ['/sok?q=finnsinte'], ['/sok'], ['/meny'], ['/installningar'], ['/hjalp'], ['/tillganglighet'], ['/objects/OBJ-9999', 404],
]

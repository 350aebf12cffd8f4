// Incidents: reporting, the work on one, all clocks, the situational picture. A page is [path, status or 200].
export default [
  ['/rapportera'], ['/incidents/INC-2023-034/arbete'], ['/incidents/INC-2023-034/arbete/spar'], ['/incidents/INC-2023-034/arbete/bedomning'], ['/incidents/INC-2023-034/arbete/beslut'],
  ['/incidents/INC-2023-034/arbete/registrerade'], ['/incidents/INC-2023-034/arbete/lardomar'], ['/incidents/INC-2023-034/arbete/informera?alla=ja'], ['/incidents/INC-2023-034/arbete/nonsens', 404],
  ['/klockor'], ['/klockor?visa=sena'], ['/lagesbild/incidenter'], ['/lagesbild/incidenter?per=2023-11-15'], ['/lagesbild/incidenter?per=nonsens', 422],
]

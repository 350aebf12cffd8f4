// Taking files in, reports, what-ifs and figures drawn. A page is [path, status or 200].
export default [
  ['/ta-in'], ['/ta-in?till=objects'], ['/ta-in/FINNSINTE', 404],
  ['/rapporter'], ['/rapporter/year-wheel'], ['/rapporter/search-list'], ['/rapporter/finns-inte', 404],
  ['/vad-hander-om'], ['/vad-hander-om/w1'], ['/vad-hander-om/w2'], ['/vad-hander-om/w2?subject=finnsinte', 422], ['/vad-hander-om/w3'], ['/vad-hander-om/w5'],
  ['/figures/F01?per=2023-11-15'], ['/figures/F07?per=2023-11-15'],
]

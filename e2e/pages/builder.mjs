// A decided review with its proof, the start of a new one, the plan, the
// officer's report and the city's view. A review as it is written is walked in
// tests/builder.test.mjs.
export default [
  ['/ny/management-reviews'], ['/management-reviews/LGG-0002/bygg'], ['/management-reviews/LGG-0002/bygg?del=2.2'], ['/management-reviews/LGG-0002/bygg?del=finnsinte', 404], ['/management-reviews/LGG-0002/beslut'],
  ['/plan'], ['/plan?genomgang=LGG-0001'], ['/plan?genomgang=LGG-0099', 404], ['/dpo-reports/DSR-0001/lasning'], ['/dpo-findings/DSO-001/skriv'], ['/koncern'], ['/koncern?per=snart', 422],
]

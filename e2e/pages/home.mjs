// Lägesbild's own pages and the manual. A page is [path, status or 200].
const manuals = ['isam', 'agare', 'dataskyddsombud', 'chef', 'centralt', 'revisor', 'system']
export default [['/uppgifter'], ['/arshjul'], ['/fortsatt'], ['/hjalp?q=incident'], ['/hjalp?q=finnsinte'], ...manuals.map(m => ['/hjalp/' + m]), ['/hjalp/finnsinte', 404]]

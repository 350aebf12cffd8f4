// The coordinator's pages of a follow-up, and a link that does not hold. The
// pages behind a link are walked in tests/answer.test.mjs.
export default [
  ['/campaigns/UPF-0002/uppfoljning'], ['/campaigns/UPF-0002/uppfoljning/objekt'], ['/campaigns/UPF-0002/uppfoljning/objekt?lage=kvar&sida=2'], ['/campaigns/UPF-0002/uppfoljning/svar'],
  ['/campaigns/UPF-0002/uppfoljning/analys'], ['/campaigns/UPF-0002/uppfoljning/skicka/paminnelse'], ['/svar/finnsinte', 404],
]

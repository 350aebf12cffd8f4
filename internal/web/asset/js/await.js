// A page that tells how far work has come looks again by itself until the work
// is done and the page is another.
export default function look(el, core) {
  setTimeout(() => { if (el.isConnected) core.swap(location.href, [], { push: false }) }, 1000)
}

// The API's description for people.
export default [['/api/docs'], ['/api/docs/objects']]

// Where the office is set up. A page is [path, status or 200].
export default [
  ['/installningar/organisation'], ['/installningar/organisation?per=2022-11-15'], ['/installningar/organisation?per=nonsense', 422],
  ['/installningar/personer'], ['/lamna-over/PER-0001'], ['/gor/role-assignments/give'], ['/gor/orgs/ORG-02/rename'],
  ['/installningar/falt'], ['/installningar/regler/heading.2.4'], ['/installningar/regler/text.classification.protocol'], ['/installningar/regler/heading.9.9', 404],
  ['/installningar/kataloger'], ['/installningar/mallar'], ['/installningar/regler'], ['/installningar/regler/threshold.class_current_months'], ['/installningar/regler/classification.classification'], ['/installningar/regler/risk.information'], ['/installningar/regler/office.colours'], ['/installningar/regler/office.language'], ['/installningar/regler/clock.GDPR33', 404],
]

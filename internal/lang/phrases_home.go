package lang

// What Lägesbild says of what needs somebody.
var (
	AllDuties    = Text{"Alla uppgifter (%s)", "All tasks (%s)"}
	Tasks        = Text{"Uppgifter", "Tasks"}
	TasksSub     = Text{"Det som kräver dig, med närmast tid först.", "What needs you, nearest deadline first."}
	TasksMine    = Text{"Dina uppgifter", "Your tasks"}
	TasksElse    = Text{"Andras uppgifter i din organisation", "Tasks of others in your organisation"}
	WheelSub     = Text{"Det som ska göras kring %s, och vem som gör det.", "What is to be done around %s, and by whom."}
	WheelFrom    = Text{"från %s", "from %s"}
	WheelMine    = Text{"Ditt", "Yours"}
	WheelVacant  = Text{"%s saknas", "no %s"}
	WheelNothing = Text{"Årshjulet har inget för de här dagarna.", "The wheel has nothing for these days."}
	WheelTitle   = Text{"Att göra", "To do"}
	WheelMore    = Text{"%s till", "%s more"}
	YearWheel    = Text{"Årshjul", "Year wheel"}

	Late       = Text{"%s sen", "%s late"}
	DueToday   = Text{"I dag", "Today"}
	DutyUntil  = Text{"till %s", "until %s"}
	DutyBy     = Text{"klart senast %s", "to be done by %s"}
	DutyOn     = Text{"den %s", "on %s"}
	DutyLate   = Text{"skulle varit klart %s", "was due %s"}
	DutyWaits  = Text{"Väntar", "Waiting"}
	DutySince  = Text{"sedan %s", "since %s"}
	DutyOf     = Text{"%s Ansvarig: %s.", "%s Responsible: %s."}
	DutyFirst  = Text{"Först, %s: %s.", "First, %s: %s."}
	DutyAnswer = Text{"Svara", "Answer"}
	DutyDecide = Text{"Ta ställning", "Consider"}
	DutyWrite  = Text{"Skriv", "Write"}
	DutyButton = Text{"%s: %s", "%s: %s"}
	DutyReadIt = Text{"Läs", "Read"}

	DutyClock    = Text{"Frist enligt %s.", "Time limit of %s."}
	DutyAction   = Text{"Åtgärden är inte klar.", "The action is not done."}
	DutyComing   = Text{"Din åtgärd ska snart vara klar.", "Your action is soon due."}
	DutyDecision = Text{"%s väntar på dig", "%s waits for you"}
	DutyStep     = Text{"Nästa steg: %s.", "Next step: %s."}

	SeveralLate    = Plural{Text{"%s åtgärd är försenad", "%s action is overdue"}, Text{"%s åtgärder är försenade", "%s actions are overdue"}}
	MineLate       = Plural{Text{"%s av dina åtgärder är försenad", "%s of your actions is overdue"}, Text{"%s av dina åtgärder är försenade", "%s of your actions are overdue"}}
	OthersLate     = Plural{Text{"%s åtgärd hos andra är försenad", "%s action of others is overdue"}, Text{"%s åtgärder hos andra är försenade", "%s actions of others are overdue"}}
	SeveralLateWhy = Text{"Den äldsta skulle varit klar %s: ”%s”", "The oldest was due %s: “%s”"}

	DutyContribute    = Text{"%s saknar ditt yttrande", "%s lacks your statement"}
	DutyContributeWhy = Text{"Dataskyddsombudets bidrag är inte skrivet.", "The data protection officer has not written their part."}

	DutyAdvise = Text{"Ditt råd som dataskyddsombud behövs innan er organisation kan anta bedömningen.", "Your advice as data protection officer is needed before your organisation can adopt the assessment."}
	DutyAdopt  = Text{"Rådet är lämnat. Er organisation behöver anta, anta med avvikelser eller avböja bedömningen.", "The advice is given. Your organisation is to adopt, adopt with deviations or decline the assessment."}

	DutyAgreement   = Text{"%s löper ut", "%s expires"}
	DutyAgreementOn = Text{"löper ut %s", "expires %s"}
	DutyAgreeWhy    = Text{"Förläng eller ersätt avtalet.", "Extend or replace the agreement."}
	NextMilestone   = Text{"Nästa milstolpe: %s %s.", "Next milestone: %s %s."}
	AgreementWith   = Text{"%s med %s", "%s with %s"}
	DutyNotice      = Text{"%s kan snart inte sägas upp", "The time to give notice on %s ends soon"}
	DutyNoticeOn    = Text{"sista dag för uppsägning %s", "last day for notice %s"}
	DutyNoticeWhy   = Text{"Sedan förlängs avtalet. Bestäm om det ska fortsätta.", "After that the agreement is extended. Decide whether it is to go on."}

	DutyCampaign     = Plural{Text{"%s svar saknas i %s", "%s answer is missing in %s"}, Text{"%s svar saknas i %s", "%s answers are missing in %s"}}
	DutyCampaignOn   = Text{"sista svarsdag %s", "last day %s"}
	DutyCampaignWhy  = Text{"De som inte har svarat kan påminnas från uppföljningen.", "Those who have not answered can be reminded from the follow-up."}
	DutyCampaignMine = Text{"Du är ombedd att svara.", "You have been asked to answer."}
	DutyApproval     = Plural{Text{"%s svar att gå igenom", "%s answer to go through"}, Text{"%s svar att gå igenom", "%s answers to go through"}}
	DutyApprovalWhy  = Text{"%s. Ändringar i svaren förs in i registret när du har godkänt dem.", "%s. Changes in the answers are put in the register when you have approved them."}
	DutyApprove      = Text{"Gå igenom", "Go through"}

	DutyReview    = Plural{Text{"Senaste ledningens genomgång är mer än %s månad gammal", "The latest management review is more than %s month old"}, Text{"Senaste ledningens genomgång är mer än %s månader gammal", "The latest management review is more than %s months old"}}
	DutyReviewOn  = Text{"nästa senast %s", "next by %s"}
	DutyReviewWhy = Text{"%s är den senaste som är beslutad.", "%s is the latest that has been decided."}

	DutyRead    = Text{"Läs %s", "Read %s"}
	DutyReadOn  = Text{"läs senast %s", "read by %s"}
	DutyReadWhy = Text{"Bekräfta sedan att du har läst och förstått.", "Then confirm that you have read and understood."}

	DutyAcceptances   = Plural{Text{"%s accepterad risk löper ut", "%s accepted risk expires"}, Text{"%s accepterade risker löper ut", "%s accepted risks expire"}}
	DutyAcceptanceWhy = Text{"Risken är accepterad till dess. Bedöm den på nytt.", "The risk is accepted until then. Assess it anew."}
	DutyRounds        = Plural{Text{"%s behörighetsgranskning pågår", "%s access review is under way"}, Text{"%s behörighetsgranskningar pågår", "%s access reviews are under way"}}
	DutyRoundWhy      = Text{"Besluta om varje konto i granskningen.", "Decide about each account of the review."}
	DutyPlans         = Plural{Text{"%s kontinuitetsplan löper ut", "%s continuity plan expires"}, Text{"%s kontinuitetsplaner löper ut", "%s continuity plans expire"}}
	DutyPlanWhy       = Text{"Se över planen och fastställ den på nytt.", "Go over the plan and adopt it anew."}
	DutyExercises     = Plural{Text{"%s övning är planerad", "%s exercise is planned"}, Text{"%s övningar är planerade", "%s exercises are planned"}}
	DutyExerciseWhy   = Text{"Håll övningen och skriv hur det gick.", "Hold the exercise and write how it went."}
)

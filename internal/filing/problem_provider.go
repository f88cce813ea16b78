package filing

// The flaws of what a provider types, imports or gives out.
const (
	NoTable         Flaw = "no_table"         // the file or text is no table that can be read; Text large: too much of it
	NoRows          Flaw = "no_rows"          // a heading without rows, or nothing at all
	OneRow          Flaw = "one_row"          // only one row may be pasted here
	NoColumn        Flaw = "no_column"        // the heading has no column Text
	DraftedBefore   Flaw = "drafted_before"   // the provider has a draft for this certificate, under the receipt Text
	InvitedOther    Flaw = "invited_other"    // another account has taken the invitation
	TooFar          Flaw = "too_far"          // a day more than Number years ahead
	PastDay         Flaw = "past_day"         // a day that is over, or none
	ResourceUnknown Flaw = "resource_unknown" // the provider has given out no such authorisation code; Number is the tries left
	ResourceEnded   Flaw = "resource_ended"   // the resource Text that filled the access can no longer be used
	NoSuchAccount   Flaw = "no_such_account"  // no registrant signs in by this name
)

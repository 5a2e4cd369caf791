"""English. `{place}` is "table", "room" or "place"."""

ENGLISH = {
    "place": "place",
    "place.restaurant": "table",
    "place.hotel": "room",
    "label.when": "When",
    "label.party": "Party",
    "label.code": "Your code at the door",
    "label.expected": "Expected by",
    "label.told": "You told us",
    "label.kept": "Kept until",
    "label.offer_ends": "Answer by",
    "local_time": "All times are local time at {venue}.",
    "why": "Why",
    "terms": "The rules of your booking",
    "and_now": "What you can do",
    "told.eta": "about {eta}",
    "told.unknown": "later, time unknown",
    # confirmed
    "confirmed.title": "Your {place} is booked",
    "confirmed.lead": "We look forward to seeing you. Please be here at {expected}.",
    "confirmed.lead.nights": "We look forward to seeing you. Please arrive by {expected}, or tell us here if it "
    "gets later.",
    # late
    "held.title": "Your {place} is kept until {until}",
    "held.lead.eta": "Thank you for telling us. We expect you at {eta}.",
    "held.lead.eta_beyond": "Thank you for telling us. You expect to come at {eta}; "
    "the rules let us keep your {place} until {until}.",
    "held.lead.no_eta": "We expected you at {expected}. There is no need to hurry unsafely: your {place} is waiting.",
    "held.one_is_enough": "It is enough if one of you is here by then: the {place} stays yours.",
    "held.then": "If nobody is here by {until}, the {place} goes to those who wait. If you come later and a "
    "fitting one is "
    "free, you can take your booking back on this page.",
    "ended.title": "We kept your {place} until {until}",
    "ended.lead": "That time has just passed. If you are at the door, please say your code now; "
    "in a moment this page shows what has become of your {place}.",
    "asked.title": "A person at {venue} is deciding",
    "asked.lead": "The rules leave this case to our staff. Your {place} is kept until they answer.",
    "undecided.title": "Thank you for telling us",
    "undecided.title.clock": "We are expecting you",
    "undecided.lead": "In a moment you see here until when your {place} is kept. The page looks again by itself.",
    # here and afterwards
    "arrived.title": "Welcome!",
    "arrived.lead": "Your {place} is yours. Enjoy your time with us.",
    "arrived.lead.partly": "Here so far: {arrived} of {party}, so the {place} is kept for all of you.",
    "finished.title": "Thank you for being our guest",
    "finished.lead": "We would be glad to see you again: just book as usual.",
    "cancelled.title": "Your booking is cancelled",
    "cancelled.lead": "The {place} is free for those who wait. You are welcome at any other time: just book as usual.",
    "released.title": "Your {place} has been given back",
    "released.lead.until": "We kept it for you until {until}. As nobody had come by then, it is free for those "
    "who wait.",
    "released.lead.hand": "Our staff gave it back for those who wait.",
    "released.next": "Are you here after all? If a fitting {place} is free, you can take your booking back with "
    "one tap.",
    "released.over": "The time of your booking is over. You are welcome at any other time: just book as usual.",
    "no_show.title": "We missed you",
    "no_show.lead": "The time of your booking has passed. If you were here, or something went wrong on our side, "
    "please tell us and we put it right.",
    # doing something
    "late.title": "Will you be late?",
    "late.title.again": "Has your arrival changed?",
    "late.hint": "Tell us when you will be here, and you see at once until when your {place} is kept.",
    "late.choice.late": "{minutes} late",
    "late.choice.in": "in {minutes}",
    "late.time": "Another time",
    "late.send": "Tell us",
    "late.unknown": "I am late and cannot say when I will be here",
    "cancel.button": "Cancel the booking",
    "cancel.title": "Cancel this booking?",
    "cancel.lead": "Your {place} then goes to those who wait, and cannot be kept for you any more.",
    "cancel.yes": "Yes, cancel it",
    "cancel.no": "No, keep my booking",
    "cancel.none": "There is nothing to cancel any more: this is how your booking stands now.",
    "reopen.button": "I am here: take my booking back",
    "back.button": "Show my booking",
    "again.button": "Look again",
    # an offer
    "offer.title": "A {place} is free for you",
    "offer.lead": "It is kept for you alone until {expires}: {minutes} from now. Would you like it?",
    "offer.then": "Without an answer by then we offer it to the next party, and you keep waiting in the line.",
    "offer.accept": "Yes, please",
    "offer.decline": "No, thank you",
    "offer.accepted.title": "The {place} is yours",
    "offer.accepted.lead": "You accepted this offer, and your booking is confirmed.",
    "offer.declined.title": "Thank you for telling us",
    "offer.declined.lead": "The {place} goes to the next party.",
    "offer.gone.title": "This offer is no longer open",
    "offer.gone.lead": "The {place} went to somebody else, or is not free any more.",
    "offer.waiting_on": "You keep your place in the line: as soon as something fits, we write to you.",
    "offer.waits_no_more": "You are no longer on the waitlist. You are welcome at any time: just book as usual.",
    # refusals
    "refused.AlreadyArrived": "You are here already, so there is nothing to tell.",
    "refused.NotLate": "At that time you would not be late: there is nothing to tell.",
    "refused.EtaInThePast": "That time has passed already. Please choose a later one.",
    "refused.WrongState": "Something has changed in the meantime. This is how it stands now.",
    "refused.PlaceOffered": "Another party is being asked about the {place} at this moment. "
    "If they do not take it, it is free again: please look again in a few minutes.",
    "refused.NoPlace": "No fitting {place} is free at this moment.",
    "refused.NoPlace.starts": "Free for your party next: {starts}. Please book as usual.",
    "refused.BookingOver": "The time of your booking is over.",
    "refused.OfferExpired": "The offer's time was over when your answer came.",
    "refused.NothingOffered": "This offer is no longer open.",
    "refused.time_unreadable": "Please choose a time, such as 19:15.",
    "refused.other": "That is not possible now. This is how it stands.",
    # no page
    "trouble.invalid.title": "This link does not work",
    "trouble.invalid.lead": "Perhaps it was cut off when it was copied. Please open it once more from our "
    "message, or contact us.",
    "trouble.expired.title": "This link has expired",
    "trouble.expired.lead": "Its time is over. The newest message from us has the link that works now.",
    "trouble.expired_offer.title": "This offer has expired",
    "trouble.expired_offer.lead": "Its time is over. If you accepted it, our confirmation has the link to your "
    "booking. "
    "If not, you keep your place in the line: as soon as something fits, we write to you.",
    "trouble.away.title": "One moment, please",
    "trouble.away.lead": "We cannot reach our books just now. Nothing is lost: please try again in a minute, or "
    "call us.",
    "trouble.ours.title": "Something went wrong on our side",
    "trouble.ours.lead": "It is not your fault. Please try again in a minute, or call us.",
}

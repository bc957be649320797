/** A designed message, as newsletters look: tables, colours of its own, and one remote picture that a reader has to allow. */
export const marketInvitation = `<!doctype html><html><body style="margin:0;padding:0;background:#fbf7ef">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#1f3a35;color:#fbf3df;font-family:Georgia,serif">
<tr><td style="padding:28px 32px"><div style="font-size:13px;letter-spacing:1px;color:#e0b252">11 – 13 DECEMBER 2026</div>
<h1 style="margin:8px 0;font-size:30px">Winter Market in the Old Foundry</h1>
<p style="margin:0">Forty kitchens, one long table, and hot cider until the lamps go out.</p></td>
<td width="180" style="background:#2b4a44;text-align:center"><img src="https://pictures.hamburger.example/lanterns.jpg" alt="Lanterns above the foundry courtyard" width="160" height="120"></td></tr></table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="font-family:Helvetica,Arial,sans-serif;color:#2a2a2a">
<tr><td style="padding:20px 32px"><b>Friday</b><br>Opening and first pans, 17:00</td>
<td style="padding:20px 32px"><b>Saturday</b><br>Buckwheat workshop, 11:00</td>
<td style="padding:20px 32px"><b>Sunday</b><br>The long table, 12:30</td></tr></table>
<p style="padding:0 32px 24px;font-family:Helvetica,Arial,sans-serif"><a href="https://market.hamburger.example/seats" style="background:#b4532a;color:#ffffff;padding:10px 18px;border-radius:6px;text-decoration:none">Reserve a seat</a> &nbsp; Seats are free; please answer by 4 December.</p>
</body></html>`;

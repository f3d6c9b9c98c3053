/**
 * The pages that guests see. In: a request, the backend's facts. Out: a {@link
 * com.trixtech.booking.http.Answer}. Each class answers for one place of the site, and gives its
 * template a view: a record with all that the template shows, so that no template has to think.
 * When the backend is away, a page says so, shows what is known, keeps what was typed, and answers
 * 503.
 */
@NullMarked
package com.trixtech.booking.frontend.pages;

import org.jspecify.annotations.NullMarked;

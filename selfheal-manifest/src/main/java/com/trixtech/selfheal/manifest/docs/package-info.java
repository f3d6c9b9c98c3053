/**
 * Writes the reference of HealPolicy from its records.
 *
 * <p>In come the record types with their annotations; out go a Markdown page and a JSON schema.
 * Nothing is typed by hand twice.
 */
@NullMarked
package com.trixtech.selfheal.manifest.docs;

import org.jspecify.annotations.NullMarked;

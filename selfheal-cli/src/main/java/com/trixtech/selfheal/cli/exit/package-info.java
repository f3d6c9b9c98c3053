/**
 * How a command ends: a documented code, and for a failure what its user needs to know.
 *
 * <p>In: what went wrong anywhere below. Out: an {@link com.trixtech.selfheal.cli.exit.ExitCode}
 * and one sentence with a hint. A raw stack trace never leaves here.
 */
@NullMarked
package com.trixtech.selfheal.cli.exit;

import org.jspecify.annotations.NullMarked;

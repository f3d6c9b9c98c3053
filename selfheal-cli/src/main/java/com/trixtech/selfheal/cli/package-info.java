/**
 * The commands of {@code ./selfheal}: one class each.
 *
 * <p>In: arguments, and what the healer answers over its control API. Out: text or JSON on standard
 * output, progress and errors on standard error, and an {@link
 * com.trixtech.selfheal.cli.exit.ExitCode}. A command decides nothing and keeps nothing; how a
 * record looks on a terminal is in {@link com.trixtech.selfheal.cli.text}, the healer's own process
 * in {@link com.trixtech.selfheal.cli.healer}.
 */
@NullMarked
package com.trixtech.selfheal.cli;

import org.jspecify.annotations.NullMarked;

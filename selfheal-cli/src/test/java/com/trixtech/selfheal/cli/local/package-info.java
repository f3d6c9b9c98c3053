/** Tests of the healer of one machine, from the command line's side. */
@NullMarked
package com.trixtech.selfheal.cli.local;

import org.jspecify.annotations.NullMarked;

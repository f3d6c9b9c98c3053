/** Every drill in virtual time, against a hand-written system that heals right, or does not. */
@NullMarked
package com.trixtech.selfheal.drill;

import org.jspecify.annotations.NullMarked;

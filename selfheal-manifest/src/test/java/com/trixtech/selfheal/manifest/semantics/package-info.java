/** Tests of the package of this name. */
@NullMarked
package com.trixtech.selfheal.manifest.semantics;

import org.jspecify.annotations.NullMarked;

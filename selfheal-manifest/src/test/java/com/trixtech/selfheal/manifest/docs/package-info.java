/** Tests of the package of this name. */
@NullMarked
package com.trixtech.selfheal.manifest.docs;

import org.jspecify.annotations.NullMarked;

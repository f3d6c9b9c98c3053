/** Tests of the reader and of what it refuses. */
@NullMarked
package com.trixtech.selfheal.manifest;

import org.jspecify.annotations.NullMarked;

/** Which test shows what is done about each known way for a healer to do harm. */
@NullMarked
package com.trixtech.selfheal.kubernetes.cases;

import org.jspecify.annotations.NullMarked;

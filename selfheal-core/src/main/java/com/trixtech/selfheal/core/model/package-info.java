/** The words that every step of the loop shares. */
@NullMarked
package com.trixtech.selfheal.core.model;

import org.jspecify.annotations.NullMarked;

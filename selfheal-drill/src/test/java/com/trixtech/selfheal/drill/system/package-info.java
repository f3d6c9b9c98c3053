/** Tests of what a drill says to the system. In: faults. Out: the words that go over the wire. */
@NullMarked
package com.trixtech.selfheal.drill.system;

import org.jspecify.annotations.NullMarked;

/**
 * The time by which an answer is of use. It is made where work enters the process, travels with the
 * thread that works and with the calls that leave, and only ever becomes shorter. Work whose time
 * is over is dropped before it costs anything.
 */
@NullMarked
package com.trixtech.selfheal.shield.deadline;

import org.jspecify.annotations.NullMarked;

/** A real API server for tests, and what plays the controllers and the kubelet that it lacks. */
@NullMarked
package com.trixtech.selfheal.kubernetes.testing;

import org.jspecify.annotations.NullMarked;

@NullMarked
package com.trixtech.selfheal.manifest.policy;

import org.jspecify.annotations.NullMarked;

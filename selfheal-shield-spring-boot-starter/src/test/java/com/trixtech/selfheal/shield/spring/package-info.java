@NullMarked
package com.trixtech.selfheal.shield.spring;

import org.jspecify.annotations.NullMarked;

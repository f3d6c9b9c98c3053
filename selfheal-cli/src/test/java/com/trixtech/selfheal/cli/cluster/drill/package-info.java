@NullMarked
package com.trixtech.selfheal.cli.cluster.drill;

import org.jspecify.annotations.NullMarked;

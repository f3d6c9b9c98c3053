/** Tests of the commands on a cluster, on a real API server. */
@NullMarked
package com.trixtech.selfheal.cli.cluster;

import org.jspecify.annotations.NullMarked;

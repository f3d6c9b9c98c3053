/**
 * Alerts that Alertmanager posts: a signal that comes by itself instead of being asked for.
 *
 * <p>In: authenticated, bounded messages. Out: {@link com.trixtech.selfheal.core.model.Alert}s of
 * workloads that a policy covers. An alert is evidence; what follows from one the loop decides.
 */
@NullMarked
package com.trixtech.selfheal.kubernetes.alerts;

import org.jspecify.annotations.NullMarked;

/**
 * What Kubernetes' own objects say, read without asking anybody: revisions, owners, budgets, marks.
 * Pure functions of the objects, used by every step of the adaptor.
 */
@NullMarked
package com.trixtech.selfheal.kubernetes.objects;

import org.jspecify.annotations.NullMarked;

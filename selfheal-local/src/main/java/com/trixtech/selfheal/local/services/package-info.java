/**
 * The data path as the healer sees it: a process that it starts, configures and reads, and that
 * goes on without it.
 *
 * <p>In: who serves what. Out: a running proxy that was told so, and what clients saw of each
 * instance. Nothing here decides who may serve.
 */
@NullMarked
package com.trixtech.selfheal.local.services;

import org.jspecify.annotations.NullMarked;

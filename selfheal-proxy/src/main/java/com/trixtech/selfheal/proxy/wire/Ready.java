package com.trixtech.selfheal.proxy.wire;

/** Content of the ready file: written once all services listen. Immutable. */
public record Ready(long pid, String adminUrl) {}

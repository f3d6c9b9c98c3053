package com.trixtech.selfheal.local;

import com.trixtech.selfheal.local.controllers.Addresses;
import com.trixtech.selfheal.local.controllers.ServicePlane;
import com.trixtech.selfheal.local.node.NodeSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What a runtime is made of.
 *
 * @param state directory that is this runtime's alone
 * @param progress is told in short sentences what happens; on the event loop, so it must not block
 */
public record LocalSettings(
    Path state,
    ServicePlane plane,
    Addresses addresses,
    NodeSettings node,
    InstantSource clock,
    Consumer<String> progress) {}

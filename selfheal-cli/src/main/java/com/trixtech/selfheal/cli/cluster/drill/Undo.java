package com.trixtech.selfheal.cli.cluster.drill;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How a Deployment's template was before a drill released another.
 *
 * @param uid the Deployment's; another one of the same name is none of the drill's business
 * @param container whose environment was changed
 * @param env its environment as it was; null where it had none
 */
record Undo(String uid, String container, @Nullable JsonNode env) {}

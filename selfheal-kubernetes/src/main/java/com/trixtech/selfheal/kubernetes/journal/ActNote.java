package com.trixtech.selfheal.kubernetes.journal;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.model.Remedy;
import java.time.Instant;

/**
 * What an older operator's gateway noted about an act, beside the loop's own entries. It is still
 * read; today the intent and the report say the same.
 */
sealed interface ActNote {
  /** How the kinds of notes begin; no entry of the loop's may be called so. */
  String PREFIX = "Gateway";

  String key();

  Instant at();

  /** The key is taken; the world may be changed from now on. */
  record GatewayBegan(Instant at, String key, Remedy remedy, boolean undo) implements ActNote {}

  /** What became of it. */
  record GatewaySettled(Instant at, String key, Outcome outcome) implements ActNote {}
}

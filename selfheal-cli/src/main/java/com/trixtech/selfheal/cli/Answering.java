package com.trixtech.selfheal.cli;

/** A command that can answer as JSON; then its failure is JSON too. */
interface Answering {
  boolean json();
}

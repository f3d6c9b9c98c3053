package com.trixtech.selfheal.shield.spring;

/**
 * What it means for the application when a health indicator is down. None of them means a restart:
 * an indicator asks something outside, which no restart of this process cures.
 */
public enum CheckRole {
  /** The application serves with less: ready stays 200, and says degraded. */
  DEGRADES,
  /** The application cannot serve without it: ready is 503. */
  READY,
  /** It must have been up once before the application is started; later it does not matter. */
  STARTUP,
  /** Not looked at. */
  OFF
}

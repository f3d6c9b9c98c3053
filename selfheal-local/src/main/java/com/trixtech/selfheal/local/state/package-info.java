/**
 * What the runtime remembers across its own death: the layout of a state directory and the way in
 * which its files are written.
 *
 * <p>In: records. Out: the same records after a restart. Every file is replaced whole (temporary
 * file, fsync, rename), so a reader sees the old truth or the new one and never a half. Nothing
 * here knows a process or a manifest.
 */
@NullMarked
package com.trixtech.selfheal.local.state;

import org.jspecify.annotations.NullMarked;

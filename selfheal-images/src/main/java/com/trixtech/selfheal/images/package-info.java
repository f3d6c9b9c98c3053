/** Builds container images from Dockerfiles, without Docker. */
@NullMarked
package com.trixtech.selfheal.images;

import org.jspecify.annotations.NullMarked;

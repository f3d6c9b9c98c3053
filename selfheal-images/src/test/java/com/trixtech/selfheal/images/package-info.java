/** What the images hold, and that they are those the manifests name. */
@NullMarked
package com.trixtech.selfheal.images;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

/** Why a file is no usable provider, in a sentence for the person who put it there. */
public final class LoadException extends Exception {
    private static final long serialVersionUID = 1;

    LoadException(String sentence) {
        super(sentence);
    }
}

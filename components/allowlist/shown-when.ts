/**
 * Which parts of a side are there for which choice, by styles alone, so that it works before any script runs and nothing
 * typed is lost by looking around. Each name is a `data-choice` of a select within the nearest `group/side`.
 */
export const SIDE_GROUP = "group/side";

export const SHOWN = {
  encrypted: "group-has-[[data-choice=level]_option[value=none]:checked]/side:hidden",
  fields: "hidden group-has-[[data-choice=level]_option[value=fields]:checked]/side:flex",
  json: "hidden group-has-[[data-choice=level]_option[value=json]:checked]/side:grid",
  ownCipher: "hidden group-has-[[data-choice=cipher]_option[value=own]:checked]/side:flex",
  encoding: "group-has-[[data-choice=method]_option[value^=JWE]:checked]/side:hidden",
  iv:
    "group-has-[[data-choice=method]_option[value^=JWE]:checked]/side:hidden " +
    "group-has-[[data-choice=method]_option[value=RSA-OAEP-256]:checked]/side:hidden",
  ivField: "hidden group-has-[[data-choice=iv]_option[value=field]:checked]/side:flex",
  ivSecret: "hidden group-has-[[data-choice=iv]_option[value=secret]:checked]/side:flex",
  symmetric: "group-has-[[data-choice=method]_option[value*=RSA]:checked]/side:hidden",
  rsa: "hidden group-has-[[data-choice=method]_option[value*=RSA]:checked]/side:flex",
  cbc: "hidden group-has-[[data-choice=method]_option[value*=CBC]:checked]/side:flex",
  rsaAlone: "hidden group-has-[[data-choice=method]_option[value=RSA-OAEP-256]:checked]/side:flex",
  pbkdf2: "hidden group-has-[[data-choice=derivation]_option[value^=PBKDF2]:checked]/side:flex",
  hkdf: "hidden group-has-[[data-choice=derivation]_option[value^=HKDF]:checked]/side:flex",
  derived:
    "group-has-[[data-choice=derivation]_option[value=none]:checked]/side:hidden " +
    "group-has-[[data-choice=method]_option[value*=RSA]:checked]/side:hidden",
  signed: "group-has-[[data-choice=signature]_option[value=none]:checked]/side:hidden",
  strongroomSigned: "hidden group-has-[[data-choice=signature]_option[value=strongroom]:checked]/side:flex",
} as const;

/** Public keys that `ssh-keygen` made, whose private halves are gone. */
export const ED25519 =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAvys8aqiZgpPbEB/FB10rdOA9TWQmrC4V+DNISfUlT5 ada@laptop";
export const RSA_2048 =
  "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDHX3NvbMB+Ej5uwvmCvwcEsDtFkKKKKDT+85qSde2n7V8d4C03YKyfa1zMZd7Fp5Z2/J1tM9l/fHzfkqK5TCrtOlZDluCv+0YNOe+ZN3vcU2V8epuhbM5ehkb+LIDERe0EJ2ujqBgrAeyyBHwrOuG69/3lQtt32sq45DoJMmCMpV3l0vG+tC0W7STZ7UF9vvyJKQliX3PupGDH4E49Pls1AlpH34+ZqdWkEK+1GJTObk4es/kvclEKIu/PPDAlRKZOa7lCC8pcDBOtz9UxltdZb4OF2KckFPQbzezWAziqqdezLKNen4igY891z6BEuu8JAJGK2weBSsIM5fVqFwTn ada@laptop";
export const RSA_1024 =
  "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDPfgfpkbQWOTLVEdSKGpvOFDyS461w5k6YXCLxnDeginTXcI2m6RqiUNkemkSH7DUMqVjWkNukeNvebkyYt77yG6JIuaD3FtKnY8bDINuU+AT7EQNrJaswyHasPaupouwN2nh2SsYHa3CYLy4hMatI2rdKapID1HZM+RNCcqhhxw== ada@laptop";
export const ECDSA_256 =
  "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBGJw0x1stf+zPsQcKP4liZg7to9M2uLrIFqzDS2YH33jMvlKkzP5d5iku9r8MH5BQusoQpNRZlC/pVLxXluVE7w= ada@laptop";
export const ECDSA_521 =
  "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBADtOnV23Zz4RM8WJnYvEdS6iUa4oKzPr9vpE7Pr/YmdmfzJa+08hOauLdYjlY5YfrNO07Vv2oTLGYr8fVBRAT28IgBfNH8m2m0VXmJZ7XKOX4K21z6ti87WyxCADrrZqyDRIxxPe6LporiMX8uRRaf5fEyc8E3biKzAu1e0k+xYyryEng== ada@laptop";
export const DSA =
  "ssh-dss AAAAB3NzaC1kc3MAAACBAKUsSMOJj26GrSGrvQR3aXpOe+YdSemvbIWxZ8Ko0UD6zKDJmPDG6Tbc4DIcEEpDPnp649wt0MUTMxZScbqsLwhqaiSJ+Wur0iHs3ovDKBggqkDyNWpCuYqb4a8QVlLXovTcINJDFYcRn+BsigYldXU1upneSdr6+E4BriRXAikNAAAAFQDBGWwNwAMmecBnWxgJSSkbK0Zd+QAAAIBoIekcxg4ils41YcQaRc0qcdXcVv7tjYJvRJkUtAO3j87oVvo+mndEzB7RPAnR4jx/GtdOAsYmR56SFswTBAfvOifOBtpomDHF6lboq6Oa1MRtdwgW6cri7JAKqFwZLlRHuzgEmtc835vM2s45is/5/A2InDE3efWlQXM78TL4ZwAAAIAbo7JxJ2/kJtLKWpJNCJpUUfRawIiWidc7TNXUpf8Di5ZrmvBcgrJ4cco1/GW6/u6vi1ePWajFAxco1L3wP5rd7t0C1rz2Xg5zgfeb4UyW/IDAjlmZAjs4G7A63ie1ucCrhOqWC7ajB3VbTpFL97lZq2ty9Nuvli4kMv16yg9rxg== old";

/** A private key as `ssh-keygen` begins and ends one, with nothing in it. */
export const PRIVATE_KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n";

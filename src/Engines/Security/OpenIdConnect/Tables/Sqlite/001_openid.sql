-- OpenIddict's own tables, in the file identity.db: Entity Framework writes there without disturbing the one writer of the records.
CREATE TABLE "security_openid_client" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_security_openid_client" PRIMARY KEY,
    "ApplicationType" TEXT NULL,
    "ClientId" TEXT NULL,
    "ClientSecret" TEXT NULL,
    "ClientType" TEXT NULL,
    "ConcurrencyToken" TEXT NULL,
    "ConsentType" TEXT NULL,
    "DisplayName" TEXT NULL,
    "DisplayNames" TEXT NULL,
    "JsonWebKeySet" TEXT NULL,
    "Permissions" TEXT NULL,
    "PostLogoutRedirectUris" TEXT NULL,
    "Properties" TEXT NULL,
    "RedirectUris" TEXT NULL,
    "Requirements" TEXT NULL,
    "Settings" TEXT NULL
);
CREATE TABLE "security_openid_scope" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_security_openid_scope" PRIMARY KEY,
    "ConcurrencyToken" TEXT NULL,
    "Description" TEXT NULL,
    "Descriptions" TEXT NULL,
    "DisplayName" TEXT NULL,
    "DisplayNames" TEXT NULL,
    "Name" TEXT NULL,
    "Properties" TEXT NULL,
    "Resources" TEXT NULL
);
CREATE TABLE "security_openid_authorization" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_security_openid_authorization" PRIMARY KEY,
    "ApplicationId" TEXT NULL,
    "ConcurrencyToken" TEXT NULL,
    "CreationDate" TEXT NULL,
    "Properties" TEXT NULL,
    "Scopes" TEXT NULL,
    "Status" TEXT NULL,
    "Subject" TEXT NULL,
    "Type" TEXT NULL,
    CONSTRAINT "FK_security_openid_authorization_security_openid_client_ApplicationId" FOREIGN KEY ("ApplicationId") REFERENCES "security_openid_client" ("Id")
);
CREATE TABLE "security_openid_token" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_security_openid_token" PRIMARY KEY,
    "ApplicationId" TEXT NULL,
    "AuthorizationId" TEXT NULL,
    "ConcurrencyToken" TEXT NULL,
    "CreationDate" TEXT NULL,
    "ExpirationDate" TEXT NULL,
    "Payload" TEXT NULL,
    "Properties" TEXT NULL,
    "RedemptionDate" TEXT NULL,
    "ReferenceId" TEXT NULL,
    "Status" TEXT NULL,
    "Subject" TEXT NULL,
    "Type" TEXT NULL,
    CONSTRAINT "FK_security_openid_token_security_openid_authorization_AuthorizationId" FOREIGN KEY ("AuthorizationId") REFERENCES "security_openid_authorization" ("Id"),
    CONSTRAINT "FK_security_openid_token_security_openid_client_ApplicationId" FOREIGN KEY ("ApplicationId") REFERENCES "security_openid_client" ("Id")
);
CREATE INDEX "IX_security_openid_authorization_ApplicationId_Status_Subject_Type" ON "security_openid_authorization" ("ApplicationId", "Status", "Subject", "Type");
CREATE UNIQUE INDEX "IX_security_openid_client_ClientId" ON "security_openid_client" ("ClientId");
CREATE UNIQUE INDEX "IX_security_openid_scope_Name" ON "security_openid_scope" ("Name");
CREATE INDEX "IX_security_openid_token_ApplicationId_Status_Subject_Type" ON "security_openid_token" ("ApplicationId", "Status", "Subject", "Type");
CREATE INDEX "IX_security_openid_token_AuthorizationId" ON "security_openid_token" ("AuthorizationId");
CREATE UNIQUE INDEX "IX_security_openid_token_ReferenceId" ON "security_openid_token" ("ReferenceId");

-- OpenIddict's own tables, which Entity Framework reads and writes.
CREATE TABLE security_openid_client (
    "Id" text NOT NULL,
    "ApplicationType" character varying(50),
    "ClientId" character varying(100),
    "ClientSecret" text,
    "ClientType" character varying(50),
    "ConcurrencyToken" character varying(50),
    "ConsentType" character varying(50),
    "DisplayName" text,
    "DisplayNames" text,
    "JsonWebKeySet" text,
    "Permissions" text,
    "PostLogoutRedirectUris" text,
    "Properties" text,
    "RedirectUris" text,
    "Requirements" text,
    "Settings" text,
    CONSTRAINT "PK_security_openid_client" PRIMARY KEY ("Id")
);
CREATE TABLE security_openid_scope (
    "Id" text NOT NULL,
    "ConcurrencyToken" character varying(50),
    "Description" text,
    "Descriptions" text,
    "DisplayName" text,
    "DisplayNames" text,
    "Name" character varying(200),
    "Properties" text,
    "Resources" text,
    CONSTRAINT "PK_security_openid_scope" PRIMARY KEY ("Id")
);
CREATE TABLE security_openid_authorization (
    "Id" text NOT NULL,
    "ApplicationId" text,
    "ConcurrencyToken" character varying(50),
    "CreationDate" timestamp with time zone,
    "Properties" text,
    "Scopes" text,
    "Status" character varying(50),
    "Subject" character varying(400),
    "Type" character varying(50),
    CONSTRAINT "PK_security_openid_authorization" PRIMARY KEY ("Id"),
    CONSTRAINT "FK_security_openid_authorization_security_openid_client_Applic~" FOREIGN KEY ("ApplicationId") REFERENCES security_openid_client ("Id")
);
CREATE TABLE security_openid_token (
    "Id" text NOT NULL,
    "ApplicationId" text,
    "AuthorizationId" text,
    "ConcurrencyToken" character varying(50),
    "CreationDate" timestamp with time zone,
    "ExpirationDate" timestamp with time zone,
    "Payload" text,
    "Properties" text,
    "RedemptionDate" timestamp with time zone,
    "ReferenceId" character varying(100),
    "Status" character varying(50),
    "Subject" character varying(400),
    "Type" character varying(150),
    CONSTRAINT "PK_security_openid_token" PRIMARY KEY ("Id"),
    CONSTRAINT "FK_security_openid_token_security_openid_authorization_Authori~" FOREIGN KEY ("AuthorizationId") REFERENCES security_openid_authorization ("Id"),
    CONSTRAINT "FK_security_openid_token_security_openid_client_ApplicationId" FOREIGN KEY ("ApplicationId") REFERENCES security_openid_client ("Id")
);
CREATE INDEX "IX_security_openid_authorization_ApplicationId_Status_Subject_~" ON security_openid_authorization ("ApplicationId", "Status", "Subject", "Type");
CREATE UNIQUE INDEX "IX_security_openid_client_ClientId" ON security_openid_client ("ClientId");
CREATE UNIQUE INDEX "IX_security_openid_scope_Name" ON security_openid_scope ("Name");
CREATE INDEX "IX_security_openid_token_ApplicationId_Status_Subject_Type" ON security_openid_token ("ApplicationId", "Status", "Subject", "Type");
CREATE INDEX "IX_security_openid_token_AuthorizationId" ON security_openid_token ("AuthorizationId");
CREATE UNIQUE INDEX "IX_security_openid_token_ReferenceId" ON security_openid_token ("ReferenceId");
